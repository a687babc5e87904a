#pragma once

#include <QList>
#include <QWidget>

#include "ui/theme/theme.h"

class QAction;
class QHBoxLayout;
class QLabel;
class QToolButton;

namespace hs::ui {

class Chip;
class ElidedLabel;

/// Title bar of a dock: icon, title, badge, the view's own actions, expand, close.
/// It never accepts a mouse press, or the dock could not be dragged by it, and it
/// says its own height, or Qt cuts it.
class DockTitleBar final : public QWidget {
    Q_OBJECT
public:
    DockTitleBar(const Theme &theme, const QString &icon, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setBadge(const QString &text);
    void setActions(const QList<QAction *> &actions);
    void setExpanded(bool expanded);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

Q_SIGNALS:
    void expandRequested();
    void closeRequested();
    void menuRequested(const QPoint &globalPosition);

protected:
    void paintEvent(QPaintEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    const Theme &m_theme;
    QString m_iconName;
    QLabel *m_icon;
    ElidedLabel *m_title;
    Chip *m_badge;
    QHBoxLayout *m_tools;
    QToolButton *m_expand;
    QToolButton *m_close;
    QList<QToolButton *> m_buttons;
};

} // namespace hs::ui
