#include "ui/knowledge/outdated_report.h"

#include <QCoreApplication>
#include <QWidget>

#include "engine/api/commands.h"
#include "ui/knowledge/knowledge_words.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"

namespace hs::ui {

namespace {

struct ReportWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::OutdatedReport)
};

using Then = std::function<void(const QString &, const QString &)>;

constexpr int ReportUndoSeconds = 10;

void sendReport(ViewContext &context, QWidget *parent, const QString &document, const QString &title, const QString &before, const QString &why,
                const Then &then, bool undoing)
{
    context.engine.submit(api::ReportKnowledge{document, why}, parent, [=, &context](const Result<api::Receipt> &receipt) {
        if (!receipt) {
            context.toasts.show(Toast{ReportWords::tr("The report was not saved. %1").arg(failureSentence(receipt.error())), Tone::Danger, {}, {},
                                      errorDetails(receipt.error())});
            return;
        }
        if (then)
            then(document, why);
        const QString key = QStringLiteral("knowledge-report/") + document;
        if (undoing)
            return;
        //: %1 is a document
        const QString text =
            why.isEmpty() ? ReportWords::tr("No longer reported as outdated: %1").arg(title) : ReportWords::tr("Reported as outdated: %1").arg(title);
        const auto undo = [=, &context] {
            context.undo.removeKey(key);
            sendReport(context, parent, document, title, why, before, then, true);
        };
        context.undo.push({text, context.ticker.now().addSecs(ReportUndoSeconds), undo, key});
        context.toasts.show(Toast{text, Tone::Neutral, ReportWords::tr("Undo"), undo});
    });
}

} // namespace

void reportOutdated(ViewContext &context, QWidget *parent, const QString &document, const QString &title, const QString &reported, Then then)
{
    if (!reported.isEmpty()) {
        sendReport(context, parent, document, title, reported, {}, then, false);
        return;
    }
    //: %1 is a document
    askReason(parent, ReportWords::tr("Report as outdated"),
              ReportWords::tr("What is outdated in “%1”? Everybody who finds it reads this.").arg(title), ReportWords::tr("Report"),
              [=, &context](const QString &why) { sendReport(context, parent, document, title, {}, why, then, false); });
}

} // namespace hs::ui
