#pragma once

#include <QAbstractScrollArea>

#include "ui/runs/run_picture.h"
#include "ui/runs/timeline_scale.h"
#include "ui/shell/ticker.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// A run drawn over time: a lane for each region and each task, a bar for each stay and each piece of work, a
/// sign where something came in. One step is chosen: a click, the arrows, Home and End choose another.
/// Plus and minus zoom. What it shows is told in words by the list of steps beside it and by its tooltips.
class RunTimeline final : public QAbstractScrollArea {
    Q_OBJECT
public:
    RunTimeline(const Theme &theme, const Ticker &ticker, QWidget *parent = nullptr);

    void setPicture(RunPicture picture);
    void setCurrent(qint64 seq, const QString &sentence);
    void setMode(TimelineScale::Mode mode);
    [[nodiscard]] TimelineScale::Mode mode() const { return m_mode; }
    void zoom(double factor);
    [[nodiscard]] double zoomFactor() const { return m_zoom; }

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;
    [[nodiscard]] int wantedHeight() const; ///< with all its lanes
    [[nodiscard]] const TimelineScale &scale() const { return m_scale; }
    [[nodiscard]] QStringList laneTitles() const; ///< those that are shown, in order
    /// The sentence of what lies under a point of the viewport; empty: nothing does.
    [[nodiscard]] QString wordsAt(const QPoint &point) const;

Q_SIGNALS:
    void stepChosen(qint64 seq);
    void modeChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;

private:
    void layOut();
    void showCurrent();
    void choose(qint64 seq);
    [[nodiscard]] int names() const { return m_names; } ///< width of the column of titles
    [[nodiscard]] int namesWanted() const;
    [[nodiscard]] int axis() const;       ///< height above the lanes
    [[nodiscard]] int laneHeight() const;
    [[nodiscard]] int laneTop(std::size_t row) const;
    [[nodiscard]] QRectF barRect(const api::RunBar &bar) const; ///< in the viewport; empty when its lane is not shown
    [[nodiscard]] double screenX(double x) const;
    [[nodiscard]] bool hasMark(int lane, qint64 seq) const;
    [[nodiscard]] double stopX() const;   ///< where an input failed
    void paintLanes(QPainter &painter) const;
    void paintBreaks(QPainter &painter) const;
    void paintBars(QPainter &painter) const;
    void paintMarks(QPainter &painter) const;
    void paintCurrent(QPainter &painter) const;
    void paintAxis(QPainter &painter) const;
    void paintNames(QPainter &painter) const;

    const Theme &m_theme;
    const Ticker &m_ticker;
    RunPicture m_picture;
    std::vector<int> m_rows;   ///< lanes that are shown, by index into the picture's
    std::vector<int> m_rowOf;  ///< row of a lane; -1: not shown
    TimelineScale m_scale;
    TimelineScale::Mode m_mode = TimelineScale::Mode::Fit;
    double m_zoom = 1;
    int m_names = 0;
    qint64 m_current = -1;
    bool m_keyFocus = false;
};

} // namespace hs::ui
