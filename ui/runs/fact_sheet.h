#pragma once

#include <QVBoxLayout>
#include <QWidget>

#include "ui/theme/theme.h"

class QPushButton;

namespace hs::ui {

/// Titled sections of names and values, one below the other, for reading and copying.
class FactSheet final : public QWidget {
    Q_OBJECT
public:
    explicit FactSheet(const Theme &theme, QWidget *parent = nullptr);

    [[nodiscard]] QVBoxLayout *layOut() { return m_layout; }
    QVBoxLayout *addSection(const QString &title);
    /// A name and its value beside it; `mono`: data, in letters of one width.
    void addRow(QVBoxLayout *into, const QString &name, const QString &value, bool mono = false, Token tone = Token::Text);
    void addNote(QVBoxLayout *into, const QString &words, Token tone = Token::Text2);
    /// Data over several lines on a ground of its own, `name` for screen readers. Long data is cut with a word.
    void addData(QVBoxLayout *into, const QString &name, const QString &text);
    /// A link that stands alone in its line.
    QPushButton *addLink(QVBoxLayout *into, const QString &text, const QString &icon);
    void end() { m_layout->addStretch(1); }

private:
    const Theme &m_theme;
    QVBoxLayout *m_layout;
};

} // namespace hs::ui
