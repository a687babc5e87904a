#pragma once

#include <vector>

#include <QWidget>

#include "engine/api/knowledge.h"
#include "ui/theme/theme.h"

class QLabel;
class QPushButton;
class QToolButton;

namespace hs::ui {

/// A chip for each source with how many passages of it were found; pressing it asks for those of the pressed ones alone.
/// Behind the first some the rest is a menu.
class FacetRow final : public QWidget {
    Q_OBJECT
public:
    static constexpr int MostChips = 7;

    explicit FacetRow(const Theme &theme, QWidget *parent = nullptr);

    /// Chips that were pressed stay, also where nothing of them was found.
    void setFacets(std::vector<api::KnowledgeFacet> facets);
    void setSummary(const QString &summary); ///< "24 results, 38 ms"
    [[nodiscard]] const QStringList &chosen() const { return m_chosen; } ///< ids; empty: all
    void setChosen(const QStringList &sources);
    void choose(const QString &source, bool on);
    void clearChoice();
    [[nodiscard]] QPushButton *chip(const QString &source) const; ///< empty: of all; null: it has none
    [[nodiscard]] QString summary() const;

Q_SIGNALS:
    void changed();

private:
    void fill();
    void showMenu();
    [[nodiscard]] QString chipText(const api::KnowledgeFacet &facet) const;

    const Theme &m_theme;
    std::vector<api::KnowledgeFacet> m_facets;
    QStringList m_chosen;
    QStringList m_shown; ///< ids of the chips, in order
    QPushButton *m_all;
    std::vector<QPushButton *> m_chips;
    QPushButton *m_more;
    QLabel *m_summary;
};

} // namespace hs::ui
