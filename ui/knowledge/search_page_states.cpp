// What the search page says of the typed text, and in place of passages where there are none.

#include <algorithm>

#include <QLabel>
#include <QPushButton>

#include "ui/knowledge/answer_card.h"
#include "ui/knowledge/facet_row.h"
#include "ui/knowledge/passage_model.h"
#include "ui/knowledge/search_page.h"
#include "ui/knowledge/two_panes.h"
#include "ui/states/content_states.h"
#include "ui/text/engine_words.h"

namespace hs::ui {

void SearchPage::showNotes(const api::KnowledgeFound &found)
{
    const bool mended = !found.correction.isEmpty() && found.correction != m_text;
    if (mended && found.corrected)
        //: %1 the mended words, %2 those that were typed
        m_corrected->setText(tr("Searching for “%1” instead of “%2”.").arg(found.correction, m_text));
    m_corrected->setVisible(mended && found.corrected);
    m_mend->setVisible(mended && !found.corrected);
    if (mended && !found.corrected) {
        //: %1 are words as they may have been meant
        QString text = tr("Did you mean “%1”?").arg(found.correction);
        m_mend->setAccessibleName(text);
        m_mend->setText(text.replace(QLatin1Char('&'), QLatin1String("&&")));
        m_mend->setProperty("mended", found.correction);
    }
    QStringList findings;
    for (const QString &finding : found.findings)
        findings << engineSentence(finding);
    m_findings->setText(findings.join(QLatin1Char('\n')));
    m_findings->setVisible(!findings.isEmpty());
    m_notes->setVisible(mended || !findings.isEmpty());
}

QString SearchPage::noteWords() const
{
    QStringList said;
    if (m_corrected->isVisibleTo(this))
        said << m_corrected->text();
    if (m_mend->isVisibleTo(this))
        said << m_mend->accessibleName();
    if (m_findings->isVisibleTo(this))
        said << m_findings->text();
    return said.join(QLatin1Char('\n'));
}

bool SearchPage::hasSources() const
{
    return m_own > 0;
}

void SearchPage::setStudio(const std::vector<api::KnowledgeSource> &sources)
{
    m_sourcesKnown = true;
    m_own = int(std::count_if(sources.begin(), sources.end(), [](const auto &source) {
        return source.kind != api::KnowledgeKind::Hub && source.state != QLatin1String("gone");
    }));
    if (m_text.isEmpty() || m_answered)
        showState();
}

void SearchPage::setStatus(const api::KnowledgeStatus &status)
{
    m_status = status;
    m_states->setOffline(status.trouble.isEmpty() ? QString() : engineSentence(status.trouble));
}

void SearchPage::showState()
{
    m_panes->setFirstUseful(!m_model->isEmpty() || !m_card->isHidden());
    if (m_panes->isOpen() || !m_model->isEmpty() || !m_card->isHidden()) {
        m_states->showContent();
        return;
    }
    if (m_text.isEmpty())
        showStart();
    else if (m_answered)
        showNothing();
}

void SearchPage::showStart()
{
    if (!m_sourcesKnown)
        return; // skeleton until it is known
    m_states->setPartial({});
    if (!hasSources()) {
        m_states->showEmpty(
            {QStringLiteral("book-open"), tr("No sources yet"),
             tr("The hub's records are searched already. Add a folder with the studio's documents, and Atlas answers from them with citations."),
             tr("Add a folder"), [this] { Q_EMIT addFolderAsked(); }, Tone::Accent});
        return;
    }
    m_states->showEmpty({QStringLiteral("text-search"), tr("Ask the studio's documents"),
                         tr("Typing finds passages; Enter asks Atlas, who answers only from what the sources say."), tr("Show the sources"),
                         [this] { Q_EMIT sourcesAsked(); }, Tone::Accent});
}

void SearchPage::showNothing()
{
    const bool filtered = !m_facets->chosen().isEmpty();
    if (filtered) {
        m_states->showEmpty({QStringLiteral("search-x"), tr("Nothing in the chosen sources"), tr("Other sources may say it."),
                             tr("Search all sources"), [this] { m_facets->clearChoice(); }, Tone::Neutral});
        return;
    }
    if (m_status.waiting > 0 || !m_status.reading.isEmpty()) {
        m_states->showEmpty({QStringLiteral("loader"), tr("Nothing found yet"),
                             tr("Documents are still being read. What they say is found as soon as they are."), tr("Show the sources"),
                             [this] { Q_EMIT sourcesAsked(); }, Tone::Info});
        return;
    }
    const QString sentence = hasSources() ? tr("No document and no record says anything about this. Try other words, or add a source that does.")
                                          : tr("No record says anything about this. Add a folder with the studio's documents.");
    m_states->showEmpty({QStringLiteral("search-x"), tr("Nothing found"), sentence, tr("Add a folder"), [this] { Q_EMIT addFolderAsked(); },
                         Tone::Neutral});
}

} // namespace hs::ui
