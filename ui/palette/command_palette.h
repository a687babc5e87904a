#pragma once

#include <functional>

#include <QFrame>
#include <QPointer>
#include <QTimer>

#include "ui/palette/palette_model.h"
#include "ui/shell/view_context.h"

class QLabel;
class QLineEdit;
class QListView;

namespace hs::ui {

/// One box over the window: actions for the selection, go to, settings, records.
/// Prefixes: `>` actions, `@` people, `#` cards, `?` knowledge. Enter runs, Esc
/// closes and gives the focus back.
class CommandPalette final : public QFrame {
    Q_OBJECT
public:
    /// `focusedScope` tells the dock whose selection is meant; may be empty.
    CommandPalette(ViewContext &context, std::function<QString()> focusedScope, QWidget *window);

    void open(const QString &text = {});
    [[nodiscard]] PaletteModel &model() { return m_model; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void search();
    void askRecords(const QString &text, const QString &kind);
    void showRecords(const std::vector<api::Hit> &hits);
    void askKnowledge(const QString &text);
    void showPassages(const Result<api::KnowledgeFound> &found);
    [[nodiscard]] std::vector<PaletteItem> localItems(QChar prefix) const;
    void select(int row);
    void run(int row);
    void finish(bool giveFocusBack);
    void place();

    ViewContext &m_context;
    std::function<QString()> m_focusedScope;
    QLineEdit *m_edit;
    QListView *m_list;
    QLabel *m_hint;
    PaletteModel m_model;
    QTimer m_asking;
    QPointer<QWidget> m_before;
    QString m_scope;
    quint64 m_question = 0;
};

} // namespace hs::ui
