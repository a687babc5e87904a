#include <QLabel>
#include <QPushButton>

#include "ui/settings/pages.h"
#include "ui/text/duration_text.h"
#include "ui/text/engine_error_text.h"
#include "ui/widgets/labels.h"

namespace hs::ui {

BackupPage::BackupPage(ViewContext &context, SettingsStore &store, QWidget *parent)
    : SettingsPage(context, store, QStringLiteral("backup"), tr("Copies of all data, each checked by opening it. They lie in the data folder under “backups”."), parent),
      m_last(makeLabel({}, TextStyle::Body, Token::Text, body()))
{
    setKeywords(tr("copy restore"));
    addHeading(tr("Now"));
    addBlock(m_last);
    QPushButton *now = makeButton(tr("Back up now"), ButtonKind::Normal, context.theme, body(), QStringLiteral("database-backup"));
    connect(now, &QPushButton::clicked, this, [this, now] {
        now->setEnabled(false);
        this->context().engine.submit(api::BackUpNow{}, this, [this, now](Result<api::Receipt> receipt) {
            now->setEnabled(true);
            if (receipt)
                m_last->setText(tr("The backup is done: %1").arg(receipt->data.value(QLatin1String("file")).toString()));
            else
                m_last->setText(errorSentence(receipt.error()) + QLatin1Char(' ') + errorMend(receipt.error()));
        });
    });
    addBlock(now);
    addHeading(tr("Schedule"));
    addSections({QStringLiteral("backup")});
}

void BackupPage::shown()
{
    context().engine.ask(api::StatusQuery{}, this, [this](Result<api::Status> answer) {
        if (answer)
            m_last->setText(answer->lastBackup.isValid() ? tr("Last backup %1").arg(momentText(answer->lastBackup, context().ticker.now()))
                                                         : tr("There is no backup yet."));
    });
}

} // namespace hs::ui
