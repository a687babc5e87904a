#pragma once

#include <vector>

#include <QDate>
#include <QLabel>

#include "ui/theme/theme.h"

namespace hs::ui {

/// What was spent on each of the last days, a bar a day, oldest first. Its accessible name says what it draws; a tooltip
/// names the day under the mouse.
class SpendChart final : public QLabel {
    Q_OBJECT
public:
    explicit SpendChart(const Theme &theme, QWidget *parent = nullptr);

    /// `today`: the day of the last amount. US dollars.
    void setDays(const std::vector<double> &dollars, QDate today);
    /// One line a day, newest first: "Thu, 12 Mar: $0.42".
    [[nodiscard]] QStringList lines() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    bool event(QEvent *event) override;

private:
    [[nodiscard]] QRect plot() const;          ///< where the bars stand
    [[nodiscard]] QRect bar(std::size_t day) const; ///< its whole column
    [[nodiscard]] QString dayText(std::size_t day) const;

    const Theme &m_theme;
    std::vector<double> m_dollars;
    QDate m_today;
};

} // namespace hs::ui
