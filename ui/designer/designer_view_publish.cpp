#include "ui/designer/designer_view.h"

#include <algorithm>

#include <QPointer>
#include <QPushButton>

#include "ui/designer/chart_words.h"
#include "ui/lists/reason_dialog.h"
#include "ui/text/engine_error_text.h"
#include "ui/versions/versions_dialog.h"

/// From the text in the designer to a version that new instances begin with.
namespace hs::ui {

namespace {

/// "1.4.2" → "1.4.3"; what is no version in three numbers stays.
QString nextVersion(const QString &version)
{
    QStringList parts = version.section(QLatin1Char('-'), 0, 0).section(QLatin1Char('+'), 0, 0).split(QLatin1Char('.'));
    bool isNumber = false;
    const int last = parts.isEmpty() ? 0 : parts.last().toInt(&isNumber);
    if (parts.size() != 3 || !isNumber)
        return version;
    parts.last() = QString::number(last + 1);
    return parts.join(QLatin1Char('.'));
}

} // namespace

void DesignerView::publish()
{
    if (!m_publish->isEnabled())
        return;
    QString text = m_model.text();
    if (m_crLf)
        text.replace(QLatin1Char('\n'), QLatin1String("\r\n"));
    m_publishing = true;
    updateStatus();
    context().engine.ask(api::DefinitionCheckQuery{text}, this, [this](Result<api::DefinitionCheck> check) {
        m_publishing = false;
        updateStatus();
        if (!check) {
            context().toasts.show({tr("The workflow could not be checked."), Tone::Danger, {}, {}, errorDetails(check.error())});
            return;
        }
        const auto first = std::find_if(check->findings.begin(), check->findings.end(), [](const auto &finding) { return finding.error; });
        if (first == check->findings.end()) {
            publishText();
        } else if (first->code == QLatin1String("E100")) {
            raiseVersion(check->version);
        } else {
            context().toasts.show({tr("The workflow can't be published yet."), Tone::Danger, {}, {}, first->message});
        }
    });
}

void DesignerView::raiseVersion(const QString &present)
{
    QString next = nextVersion(present);
    const auto isTaken = [this](const QString &version) {
        return std::any_of(m_versions.begin(), m_versions.end(), [&](const auto &row) { return row.definition == m_model.chart().id && row.version == version; });
    };
    while (isTaken(next) && nextVersion(next) != next)
        next = nextVersion(next);
    //: %1 and %2 are versions
    askFirst(this, tr("Publish as a new version"),
             tr("Version %1 is published with other content, and what is published never changes. What runs stays on its version; what begins from now on begins with %2.")
                 .arg(present, next),
             //: %1 is a version
             tr("Publish as %1").arg(next), [this, next] {
                 m_publishAfterEdit = true;
                 m_model.edit(api::SetMember{{}, QStringLiteral("version"), jsonString(next)}, tr("Raise version"));
             });
}

void DesignerView::publishText()
{
    QString text = m_model.text();
    if (m_crLf)
        text.replace(QLatin1Char('\n'), QLatin1String("\r\n"));
    m_publishing = true;
    updateStatus();
    context().engine.submit(api::PublishDefinition{text}, this, [this, sent = m_model.text()](Result<api::Receipt> receipt) {
        m_publishing = false;
        if (!receipt) {
            updateStatus();
            context().toasts.show({tr("The workflow was not published."), Tone::Danger, {}, {}, errorDetails(receipt.error())});
            return;
        }
        m_definition = receipt->id;
        m_version = receipt->data.value(QStringLiteral("version")).toString();
        if (sent == m_model.text())
            m_model.setSaved();
        updateStatus();
        //: %1 is a version
        context().toasts.show(tr("Published as version %1.").arg(m_version), Tone::Ok);
        askVersions();
    });
}

// ---- versions that are there -----------------------------------------------------------------------

const api::DefinitionVersionRow *DesignerView::openVersionRow() const
{
    const auto found = std::find_if(m_versions.begin(), m_versions.end(), [this](const auto &row) { return row.definition == m_definition && row.version == m_version; });
    return found == m_versions.end() ? nullptr : &*found;
}

void DesignerView::showVersions()
{
    if (!m_definition.isEmpty())
        (new VersionsDialog(context(), m_definition, badge(), m_version, window()))->open();
}

void DesignerView::changeUse()
{
    const auto *row = openVersionRow();
    if (!row)
        return;
    if (const QString refused = retirementRefused(context().engine.caller()); !refused.isEmpty()) {
        context().toasts.show(refused, Tone::Info);
        return;
    }
    std::vector<api::DefinitionVersionRow> versions;
    std::copy_if(m_versions.begin(), m_versions.end(), std::back_inserter(versions), [this](const auto &each) { return each.definition == m_definition; });
    askToRetire(context(), window(), versions, *row, !row->retired, [self = QPointer(this)] {
        if (self)
            self->askVersions();
    });
}

} // namespace hs::ui
