#include "ui/knowledge/facet_row.h"

#include <algorithm>

#include <QAccessible>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QPushButton>

#include "ui/knowledge/knowledge_words.h"
#include "ui/thinking/chip_button.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

FacetRow::FacetRow(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *flow = new FlowLayout(this, 6, 4);
    flow->setContentsMargins(0, 0, 0, 0);
    m_all = makeButton({}, ButtonKind::Chip, theme, this);
    m_more = makeButton({}, ButtonKind::Chip, theme, this, QStringLiteral("ellipsis"));
    m_more->setCheckable(false);
    m_summary = makeLabel({}, TextStyle::Small, Token::Text2, this);
    flow->addWidget(m_all);
    flow->addWidget(m_more);
    flow->addWidget(m_summary);
    connect(m_all, &QPushButton::clicked, this, [this] {
        if (m_chosen.isEmpty())
            m_all->setChecked(true); // it cannot be pressed off: something is always searched
        else
            clearChoice();
    });
    connect(m_more, &QPushButton::clicked, this, &FacetRow::showMenu);
    fill();
}

QString FacetRow::chipText(const api::KnowledgeFacet &facet) const
{
    //: A chip that filters. %1 is a source, %2 how many passages of it were found
    return tr("%1 %2").arg(facet.title.isEmpty() ? facet.source : sourceTitle(facet.source, facet.title), QLocale().toString(facet.passages));
}

void FacetRow::setFacets(std::vector<api::KnowledgeFacet> facets)
{
    std::stable_sort(facets.begin(), facets.end(), [](const auto &a, const auto &b) { return a.passages > b.passages; });
    for (const QString &source : m_chosen) {
        const auto same = [&](const api::KnowledgeFacet &facet) { return facet.source == source; };
        if (std::any_of(facets.begin(), facets.end(), same))
            continue;
        const auto known = std::find_if(m_facets.begin(), m_facets.end(), same);
        facets.push_back({source, known == m_facets.end() ? source : known->title, 0});
    }
    m_facets = std::move(facets);
    fill();
}

void FacetRow::fill()
{
    // The chosen ones always have a chip.
    std::vector<const api::KnowledgeFacet *> shown;
    for (const api::KnowledgeFacet &facet : m_facets) {
        if (int(shown.size()) < MostChips || m_chosen.contains(facet.source))
            shown.push_back(&facet);
    }
    QStringList ids;
    int all = 0;
    for (const api::KnowledgeFacet *facet : shown)
        ids << facet->source;
    for (const api::KnowledgeFacet &facet : m_facets)
        all += facet.passages;
    auto *flow = static_cast<FlowLayout *>(layout());
    if (ids != m_shown) {
        // Made anew; whoever stands on a chip stays on it.
        QString focused;
        for (std::size_t i = 0; i < m_chips.size(); ++i) {
            if (m_chips[i]->hasFocus())
                focused = m_shown.value(qsizetype(i));
            m_chips[i]->hide();
            flow->removeWidget(m_chips[i]);
            m_chips[i]->deleteLater();
        }
        m_chips.clear();
        m_shown = ids;
        flow->removeWidget(m_more);
        flow->removeWidget(m_summary);
        QWidget *before = m_all;
        for (const QString &source : ids) {
            QPushButton *chip = makeButton({}, ButtonKind::Chip, m_theme, this);
            connect(chip, &QPushButton::clicked, this, [this, source](bool on) { choose(source, on); });
            flow->addWidget(chip);
            chip->show();
            setTabOrder(before, chip);
            before = chip;
            m_chips.push_back(chip);
            if (source == focused)
                chip->setFocus(Qt::OtherFocusReason);
        }
        setTabOrder(before, m_more);
        flow->addWidget(m_more);
        flow->addWidget(m_summary);
    }
    const QFontMetrics letters(m_theme.font(TextStyle::Small, QFont::DemiBold));
    for (std::size_t i = 0; i < m_chips.size(); ++i) {
        const QString text = chipText(*shown[i]);
        QString cut = letters.elidedText(text, Qt::ElideMiddle, m_theme.scaled(180));
        m_chips[i]->setText(cut.replace(QLatin1Char('&'), QLatin1String("&&")));
        //: Read by screen readers. %1 is a source, %2 how many passages of it were found
        m_chips[i]->setAccessibleName(
            tr("Only from %1, %2 found").arg(sourceTitle(shown[i]->source, shown[i]->title), QLocale().toString(shown[i]->passages)));
        m_chips[i]->setToolTip(text);
        m_chips[i]->setChecked(m_chosen.contains(m_shown.at(qsizetype(i))));
    }
    //: The chip that shows the results of every source. %1 is their number
    m_all->setText(tr("All %1").arg(QLocale().toString(all)));
    m_all->setAccessibleName(tr("From all sources, %1 found").arg(QLocale().toString(all)));
    m_all->setChecked(m_chosen.isEmpty());
    m_all->setVisible(m_facets.size() > 1 || !m_chosen.isEmpty());
    for (QPushButton *chip : m_chips)
        chip->setVisible(m_facets.size() > 1 || !m_chosen.isEmpty());
    const int rest = int(m_facets.size() - shown.size());
    m_more->setVisible(rest > 0);
    m_more->setText(tr("%n more", "sources", rest));
    m_more->setAccessibleName(tr("%n more source(s)", nullptr, rest));
}

void FacetRow::showMenu()
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (const api::KnowledgeFacet &facet : m_facets) {
        if (m_shown.contains(facet.source))
            continue;
        QString text = chipText(facet);
        QAction *action = menu->addAction(text.replace(QLatin1Char('&'), QLatin1String("&&")));
        connect(action, &QAction::triggered, this, [this, source = facet.source] { choose(source, true); });
    }
    menu->popup(m_more->mapToGlobal(QPoint(0, m_more->height())));
}

void FacetRow::choose(const QString &source, bool on)
{
    if (on == m_chosen.contains(source))
        return;
    if (on)
        m_chosen << source;
    else
        m_chosen.removeAll(source);
    fill();
    Q_EMIT changed();
}

void FacetRow::setChosen(const QStringList &sources)
{
    m_chosen = sources;
    setFacets(m_facets);
}

void FacetRow::clearChoice()
{
    if (m_chosen.isEmpty())
        return;
    m_chosen.clear();
    fill();
    Q_EMIT changed();
}

QPushButton *FacetRow::chip(const QString &source) const
{
    if (source.isEmpty())
        return m_all;
    const qsizetype at = m_shown.indexOf(source);
    return at < 0 ? nullptr : m_chips[std::size_t(at)];
}

QString FacetRow::summary() const
{
    return m_summary->text();
}

void FacetRow::setSummary(const QString &summary)
{
    if (m_summary->text() == summary)
        return;
    m_summary->setText(summary);
    m_summary->setVisible(!summary.isEmpty());
    m_summary->setAccessibleName(summary);
    QAccessibleEvent said(m_summary, QAccessible::NameChanged);
    QAccessible::updateAccessibility(&said);
}

} // namespace hs::ui
