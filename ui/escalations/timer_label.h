#pragma once

#include <QLabel>

#include "ui/widgets/deadline_ring.h"

namespace hs::ui {

/// A running clock as a label: digits in cells of one width, so that it does not tremble.
class TimerLabel final : public QLabel {
    Q_OBJECT
public:
    TimerLabel(const Theme &theme, TextStyle style, QWidget *parent);
    void setTime(const QString &text, Token token);
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    TextStyle m_style;
    Token m_token = Token::Text;
};

/// The deadline ring as a label, spoken as a sentence.
class RingLabel final : public QLabel {
    Q_OBJECT
public:
    RingLabel(const Theme &theme, int side, QWidget *parent);
    void setState(const DeadlineState &state);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    DeadlineState m_state;
};

} // namespace hs::ui
