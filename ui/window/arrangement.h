#pragma once

#include <vector>

#include <QString>
#include <QStringList>

namespace hs::ui {

/// How wide the window is: five docks side by side, three with tabs, or one tab group.
enum class WidthClass { Narrow, Middle, Wide };
[[nodiscard]] WidthClass widthClassOf(int windowWidth); ///< borders at 1200 and 1600
[[nodiscard]] QString widthClassName(WidthClass width);

/// Where docks stand: columns from the leading edge, cells from the top, tabs in a cell.
struct Arrangement {
    struct Cell {
        QStringList tabs; ///< dock ids; the first is in front
        int share = 1;    ///< of the column's height
    };
    struct Column {
        std::vector<Cell> cells;
        int width = 400; ///< wished; the window shares out the rest in proportion
    };
    std::vector<Column> columns;
    QString focus; ///< gets keyboard focus

    [[nodiscard]] QStringList docks() const;
};

struct Perspective {
    QString id;
    QString title; ///< translated
    QString icon;
};

/// The five of Ctrl+1 to 5 (overview, triage, boards, knowledge, monitor) and conversations.
[[nodiscard]] std::vector<Perspective> builtinPerspectives();
[[nodiscard]] Arrangement builtinArrangement(const QString &perspective, WidthClass width);

} // namespace hs::ui
