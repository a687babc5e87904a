#pragma once

#include <optional>

#include <QAbstractScrollArea>

#include "ui/designer/chart_figure.h"
#include "ui/designer/design_model.h"

namespace hs::ui {

/// The picture of the definition. Arrows walk it: from a state down along its transitions and up to those that lead to
/// it, from a transition on to its target, sideways among neighbours. Screen readers hear where the walk is; the outline
/// beside it has the same things as rows.
class ChartView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    ChartView(const Theme &theme, DesignModel &model, QWidget *parent = nullptr);

    [[nodiscard]] const ChartFigure &figure() const { return m_figure; }
    [[nodiscard]] const ChartMarks &marks() const { return m_marks; }
    void setCounts(const QHash<QString, qint64> &counts);
    void setSimulation(const QSet<QString> &active, const QSet<QString> &taken, const QSet<QString> &open);

    [[nodiscard]] double zoom() const { return m_zoom; }
    void setZoom(double zoom); ///< around the middle
    void fit();                ///< all of it, never larger than life
    void begin();              ///< as much of it as can be read, with the initial state in sight
    void reveal(const QString &pointer);

Q_SIGNALS:
    void zoomChanged();
    void editWanted();   ///< of what is chosen: its details
    void renameWanted();
    void removeWanted();
    void addWanted();
    void menuWanted(const QPoint &global);
    void undoWanted();
    void redoWanted();
    void connectWanted(const QString &source, const QString &target); ///< a line was drawn from state to state

protected:
    bool event(QEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;

private:
    void rebuild();
    void takeSelection();
    void updateBars();
    void follow();
    [[nodiscard]] double wholeZoom() const;
    void zoomAround(double zoom, const QPointF &anchor);
    [[nodiscard]] QPointF origin() const; ///< of the drawing, in the viewport
    [[nodiscard]] QPointF toDrawing(const QPointF &point) const;
    void step(int key, bool nested);
    [[nodiscard]] std::vector<int> transitionsFrom(int state) const;
    [[nodiscard]] std::vector<int> transitionsTo(int state) const;
    void hover(const QPointF &point);

    const Theme &m_theme;
    DesignModel &m_model;
    ChartFigure m_figure;
    ChartMarks m_marks;
    double m_zoom = 1;
    enum class Follows { Nothing, Whole, Beginning };
    Follows m_follows = Follows::Beginning; ///< what the zoom follows while the view changes its size
    bool m_keyboard = false;
    std::optional<QPointF> m_grip; ///< where a drag of the drawing began
    QPoint m_barsAtGrip;
    QString m_drawFrom; ///< a line is being drawn from this state
    QPointF m_drawTo;
    QPointF m_pressedAt;
};

} // namespace hs::ui
