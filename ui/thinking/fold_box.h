#pragma once

#include <functional>

#include <QWidget>

#include "ui/shell/view_context.h"

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace hs::ui {

/// One line with a button that opens what is behind it. What is behind is made when it is opened first, and stays.
class FoldBox final : public QWidget {
    Q_OBJECT
public:
    FoldBox(const Theme &theme, const QString &title, QWidget *parent = nullptr);

    void setLine(const QString &line); ///< a second line in grey; empty: none
    void setIcon(const QString &icon, Token token); ///< before the title
    /// `make` gives the content; its argument is the parent. Without one there is no button.
    void setContent(std::function<QWidget *(QWidget *)> make);
    [[nodiscard]] bool isOpen() const { return m_open; }
    void setOpen(bool open);
    [[nodiscard]] QToolButton *button() const { return m_button; }

Q_SIGNALS:
    void toggled(bool open);

protected:
    void mouseReleaseEvent(QMouseEvent *event) override;

private:
    void showButton();

    const Theme &m_theme;
    QString m_title;
    std::function<QWidget *(QWidget *)> m_make;
    QWidget *m_content = nullptr;
    QWidget *m_head;
    QVBoxLayout *m_column;
    QLabel *m_icon;
    QLabel *m_titleLabel;
    QLabel *m_line;
    QToolButton *m_button;
    QString m_iconName;
    Token m_iconToken = Token::Text2;
    bool m_open = false;
};

} // namespace hs::ui
