#pragma once

#include <QHash>
#include <QPainter>
#include <QSet>

#include "engine/api/designer.h"
#include "ui/designer/chart_layout.h"
#include "ui/theme/theme.h"

namespace hs::ui {

/// What a chart shows beside its states and transitions. Things are named by their pointers.
struct ChartMarks {
    QString selected;
    QString hovered;
    bool focus = false;        ///< the selected thing bears the focus ring
    QSet<QString> active;      ///< states in which the simulated instance is
    QSet<QString> taken;       ///< transitions of its last step
    QSet<QString> open;        ///< transitions that an event could take now
    QHash<QString, qint64> counts; ///< instances that are in a state now
    QHash<QString, bool> findings; ///< true: an error; else a warning
};

/// A definition as a drawing: texts measured, laid out, painted. GUI thread.
class ChartFigure {
public:
    explicit ChartFigure(const Theme &theme) : m_theme(theme) {}

    /// Measures and lays out anew.
    void build(const api::Chart &chart);
    [[nodiscard]] const api::Chart &chart() const { return m_chart; }
    [[nodiscard]] QRectF bounds() const { return m_geometry.bounds; }
    [[nodiscard]] const ChartGeometry &geometry() const { return m_geometry; }

    void paint(QPainter &painter, const ChartMarks &marks, const QRectF &exposed) const;

    /// The pointer of what lies there; empty and null differ: the root's pointer is empty, null is nothing.
    [[nodiscard]] QString itemAt(const QPointF &point) const;
    /// Where a state, a transition (its label, or its line) or a task is; empty when unknown.
    [[nodiscard]] QRectF rectOf(const QString &pointer) const;
    [[nodiscard]] int stateIndex(const QString &pointer) const;      ///< -1: none
    [[nodiscard]] int transitionIndex(const QString &pointer) const; ///< -1: none

private:
    struct Row {
        QString icon;
        QColor color; ///< of the icon
        QString text;
        QString tail; ///< after the text, quieter
        TextStyle style = TextStyle::Small;
        Token token = Token::Text2;
        QString pointer; ///< null: part of the state
        double y = 0;
        double height = 0;
        double width = 0;
    };
    struct Box {
        std::vector<Row> rows;
        bool round = false; ///< history
    };
    struct Label {
        std::vector<Row> rows;
        int line = -1; ///< index of the layout's lines; -1: a row in its state
    };

    Row row(const QString &icon, const QColor &color, const QString &text, TextStyle style, Token token) const;
    void measure(std::vector<Row> &rows, double most) const;
    [[nodiscard]] QSizeF sizeOf(const std::vector<Row> &rows) const;
    [[nodiscard]] std::vector<Row> stateRows(int state) const;
    [[nodiscard]] std::vector<Row> labelRows(const api::ChartTransition &transition) const;
    [[nodiscard]] Row transitionHead(const api::ChartTransition &transition) const;
    [[nodiscard]] QColor fillOf(int state) const;
    void paintRows(QPainter &painter, const ChartMarks &marks, const std::vector<Row> &rows, const QRectF &rect, double inset, double reserved) const;
    void paintState(QPainter &painter, const ChartMarks &marks, int state) const;
    void paintBadges(QPainter &painter, const ChartMarks &marks, int state) const;
    void paintLine(QPainter &painter, const ChartMarks &marks, int transition) const;
    void paintLabel(QPainter &painter, const ChartMarks &marks, int transition) const;
    void paintDots(QPainter &painter) const;

    const Theme &m_theme;
    api::Chart m_chart;
    std::vector<Box> m_boxes;
    std::vector<char> m_holds; ///< whether a state has others inside
    std::vector<Label> m_labels;        ///< as the chart's transitions
    std::vector<std::vector<int>> m_more; ///< further lines of a transition with several targets
    ChartGeometry m_geometry;
    QHash<QString, int> m_states;
    QHash<QString, int> m_transitions;
};

} // namespace hs::ui
