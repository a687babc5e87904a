#pragma once

#include <QHash>
#include <QTreeWidget>

#include "ui/designer/design_model.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// States and transitions as rows, for quick walking and for those who do not see the picture. Every row is a sentence.
class OutlineTree final : public QTreeWidget {
    Q_OBJECT
public:
    OutlineTree(const Theme &theme, DesignModel &model, QWidget *parent = nullptr);

Q_SIGNALS:
    void editWanted();
    void renameWanted();
    void removeWanted();
    void addWanted();
    void undoWanted();
    void redoWanted();

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void rebuild();
    void takeSelection();

    const Theme &m_theme;
    DesignModel &m_model;
    QHash<QString, QTreeWidgetItem *> m_items;
    QSet<QString> m_folded;
    bool m_filling = false;
};

} // namespace hs::ui
