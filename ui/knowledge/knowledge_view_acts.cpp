#include <QApplication>
#include <QClipboard>
#include <QMenu>

#include "engine/api/commands.h"
#include "ui/knowledge/knowledge_view.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/knowledge/outdated_report.h"
#include "ui/knowledge/quality_page.h"
#include "ui/knowledge/search_page.h"
#include "ui/knowledge/source_opening.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

void KnowledgeView::openSource()
{
    if (const api::KnowledgePassage *passage = m_search->current())
        openSourceOf(context(), *passage);
}

void KnowledgeView::quote()
{
    const api::KnowledgePassage *passage = m_search->current();
    if (passage && !context().reply.insert(quoteOf(*passage)))
        context().toasts.show(tr("No conversation with a client is open."), Tone::Warn);
}

void KnowledgeView::pin()
{
    const api::KnowledgePassage *passage = m_search->current();
    const QString thread = context().reply.thread();
    if (!passage || thread.isEmpty())
        return;
    context().engine.submit(
        api::AddNote{thread, noteOf(*passage)}, this, [this, with = context().reply.title(), thread](const Result<api::Receipt> &receipt) {
            if (!receipt) {
                context().toasts.show(
                    Toast{tr("The note was not added. %1").arg(errorSentence(receipt.error())), Tone::Danger, {}, {}, errorDetails(receipt.error())});
                return;
            }
            //: %1 is a client's name
            context().toasts.show(Toast{tr("Pinned to the conversation with %1").arg(with), Tone::Ok, tr("Show"),
                                        [this, thread] { context().navigator.open(QStringLiteral("thread"), thread); }});
        });
}

void KnowledgeView::copy()
{
    if (const api::KnowledgePassage *passage = m_search->current()) {
        QApplication::clipboard()->setText(quoteOf(*passage).trimmed());
        context().toasts.show(tr("Passage copied"));
    }
}

void KnowledgeView::report()
{
    const api::KnowledgePassage *passage = m_search->current();
    if (!passage)
        return;
    reportOutdated(context(), this, passage->document, passage->title.isEmpty() ? passage->place : passage->title, passage->reported,
                   [this](const QString &document, const QString &why) {
                       m_search->setReported(document, why);
                       updateActions();
                   });
}

void KnowledgeView::makeCheck()
{
    const api::KnowledgePassage *passage = m_search->current();
    if (!passage || m_search->text().isEmpty())
        return;
    m_quality->addCheck({{}, m_search->text(), passage->document, passage->title.isEmpty() ? passage->place : passage->title});
}

void KnowledgeView::showAddMenu(QWidget *under)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions(m_addActions);
    menu->popup(under ? under->mapToGlobal(QPoint(0, under->height())) : mapToGlobal(QPoint(std::max(8, width() - menu->sizeHint().width() - 8), 4)));
}

} // namespace hs::ui
