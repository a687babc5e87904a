#pragma once

#include <QList>
#include <QWidget>

#include "ui/theme/theme.h"

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace hs::ui {

/// "12 selected": what can be done to the selected cards. Hidden while none is selected.
class BulkBar final : public QWidget {
    Q_OBJECT
public:
    BulkBar(const Theme &theme, QWidget *parent = nullptr);

    /// `more`: cards of columns that were selected whole which are not loaded, and so not among them.
    void setCount(int cards, qint64 more = 0);
    [[nodiscard]] int count() const { return m_count; }
    /// One more button; returns it, for the place of its menu.
    QPushButton *addButton(const QString &text, const QString &icon);

Q_SIGNALS:
    void cleared();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    const Theme &m_theme;
    int m_count = 0;
    qint64 m_more = 0;
    QString m_words;
    QLabel *m_text = nullptr;
    QHBoxLayout *m_row = nullptr;
    QPushButton *m_clear = nullptr;
    QList<QPushButton *> m_buttons;
};

} // namespace hs::ui
