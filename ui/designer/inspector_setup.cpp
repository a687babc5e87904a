#include "ui/designer/inspector.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/designer/chart_words.h"
#include "ui/widgets/labels.h"

/// The notes of a state, and the names that a workflow gives in its `setup`.
namespace hs::ui {

namespace {

QString memberName(api::SetupKind kind)
{
    switch (kind) {
    case api::SetupKind::Guard: return QStringLiteral("guards");
    case api::SetupKind::Action: return QStringLiteral("actions");
    case api::SetupKind::Actor: return QStringLiteral("actors");
    case api::SetupKind::Delay: return QStringLiteral("delays");
    }
    return {};
}

/// What a new entry begins with: something that is right, and can be changed.
QString firstValue(api::SetupKind kind)
{
    switch (kind) {
    case api::SetupKind::Guard: return QStringLiteral(R"({ "==": [{ "var": "context.ready" }, true] })");
    case api::SetupKind::Action: return QStringLiteral(R"({ "agent": "ruvo", "command": "notify" })");
    case api::SetupKind::Actor: return QStringLiteral(R"({ "timeout": "PT2M" })");
    case api::SetupKind::Delay: return QStringLiteral(R"("P1D")");
    }
    return {};
}

/// A member of an object that stands in JSON, as people write it.
QString memberText(const QString &json, const QString &member)
{
    const QJsonValue value = QJsonDocument::fromJson(json.toUtf8()).object().value(member);
    return value.isString() ? value.toString() : value.isDouble() ? QString::number(value.toDouble()) : QString();
}

} // namespace

void Inspector::buildNotes(const api::ChartState &state)
{
    const QString at = state.pointer;
    const QString meta = at + QStringLiteral("/meta");
    const bool root = state.parent < 0;
    if (state.kind != api::StateKind::History)
        addLine(tr("Tags"), QStringLiteral("tags"), state.tags.join(QStringLiteral(", ")), [this, at](const QString &text) {
            set(at, QStringLiteral("tags"), tagsJson(text), tr("Change tags"));
        })->setPlaceholderText(tr("vip, waiting for papers"));
    if (!root && state.kind != api::StateKind::History) {
        addLine(tr("Column on the board"), QStringLiteral("column"), state.column, [this, meta](const QString &text) {
            set(meta, QStringLiteral("column"), jsonString(text), tr("Change column"));
        });
        if (state.parent == 0)
            addLine(tr("Most cards in the column"), QStringLiteral("limit"), memberText(state.metaSource, QStringLiteral("limit")), [this, meta](const QString &text) {
                set(meta, QStringLiteral("limit"), text.trimmed(), tr("Change limit"));
            })->setPlaceholderText(tr("no limit"));
        const QString sla = meta + QStringLiteral("/sla");
        const auto slaLine = [&](const QString &label, const QString &member, const QString &hint) {
            addLine(label, QStringLiteral("sla/") + member, memberText(state.slaSource, member), [this, sla, member](const QString &text) {
                set(sla, member, jsonString(text.trimmed()), tr("Change answer time"));
            })->setPlaceholderText(hint);
        };
        slaLine(tr("Warn after"), QStringLiteral("warn"), QStringLiteral("PT4H"));
        slaLine(tr("Too late after"), QStringLiteral("breach"), QStringLiteral("P1D"));
        slaLine(tr("Counting the hours of"), QStringLiteral("calendar"), tr("round the clock"));
    }
    addCode(tr("All notes (JSON)"), QStringLiteral("meta"), state.metaSource, [this, at](const QString &text) {
        set(at, QStringLiteral("meta"), text.trimmed(), tr("Change notes"));
    })->setPlaceholderText(QStringLiteral(R"({ "color": "#3b82f6" })"));
}

// ---- setup --------------------------------------------------------------------------------

void Inspector::buildSetup()
{
    for (const auto kind : {api::SetupKind::Guard, api::SetupKind::Action, api::SetupKind::Delay, api::SetupKind::Actor}) {
        switch (kind) {
        case api::SetupKind::Guard: addHeading(tr("Named guards")); break;
        case api::SetupKind::Action: addHeading(tr("Named actions")); break;
        case api::SetupKind::Delay: addHeading(tr("Named delays")); break;
        case api::SetupKind::Actor: addHeading(tr("What all tasks of an agent's command share")); break;
        }
        int place = 0;
        for (const auto &entry : m_model.chart().setup)
            if (entry.kind == kind)
                buildSetupEntry(entry, place++);
        addSetupAdder(kind);
    }
}

void Inspector::buildSetupEntry(const api::ChartSetupEntry &entry, int place)
{
    const QString field = memberName(entry.kind) + QLatin1Char('/') + QString::number(place); // the same after it was renamed
    const QString at = entry.pointer;
    const QString holder = QStringLiteral("/setup/") + memberName(entry.kind);
    //: Above a field. %1 a name that a workflow gives; in how many places it is used
    const QString used = entry.uses == 0 ? tr("Used nowhere") : tr("Used in %n place(s)", nullptr, entry.uses);
    const QString label = entry.kind == api::SetupKind::Actor ? tr("Command") : tr("Name");
    QLineEdit *name = addLine(label, field, entry.name, [this, at](const QString &text) {
        m_model.edit(api::RenameSetup{at, text.trimmed()}, tr("Rename"));
    });
    //: spoken: %1 what the field is, %2 the name in it
    name->setAccessibleName(tr("%1: %2").arg(label, entry.name));
    const auto change = [this, holder, key = entry.name](const QString &text) { set(holder, key, text.trimmed(), tr("Change %1").arg(key)); };
    QPlainTextEdit *value = addCode(entry.kind == api::SetupKind::Delay ? tr("How long (JSON)") : entry.kind == api::SetupKind::Guard ? tr("When it holds (JSONLogic)")
                                        : tr("What it is (JSON)"),
                                    field + QStringLiteral("/value"), entry.source, change);
    value->setAccessibleName(tr("%1: %2").arg(value->accessibleName(), entry.name));
    auto *row = new QHBoxLayout;
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(makeLabel(used, TextStyle::Small, entry.uses == 0 ? Token::Warn : Token::Text3, m_body), 1);
    QPushButton *remove = makeButton(tr("Remove"), ButtonKind::Quiet, m_theme, m_body, QStringLiteral("trash-2"));
    remove->setAccessibleName(tr("Remove %1").arg(entry.name));
    remove->setEnabled(entry.uses == 0 || entry.kind == api::SetupKind::Actor);
    remove->setToolTip(remove->isEnabled() ? QString() : tr("It is used. Take it out there first."));
    connect(remove, &QPushButton::clicked, this, [this, holder, key = entry.name] { set(holder, key, {}, tr("Remove %1").arg(key)); }, Qt::QueuedConnection);
    row->addWidget(remove);
    m_layout->addLayout(row);
}

void Inspector::addSetupAdder(api::SetupKind kind)
{
    const QString holder = QStringLiteral("/setup/") + memberName(kind);
    const auto add = [this, holder, kind](const QString &written) {
        const QString name = written.trimmed();
        if (name.isEmpty())
            return;
        for (const auto &entry : m_model.chart().setup)
            if (entry.kind == kind && entry.name == name)
                return;
        set(holder, name, firstValue(kind), tr("Add %1").arg(name));
    };
    const QString field = QStringLiteral("add/") + memberName(kind);
    switch (kind) {
    case api::SetupKind::Guard: addLine(tr("Add a guard"), field, {}, add)->setPlaceholderText(QStringLiteral("paidInFull")); break;
    case api::SetupKind::Action: addLine(tr("Add an action"), field, {}, add)->setPlaceholderText(QStringLiteral("tellTheDesk")); break;
    case api::SetupKind::Delay: addLine(tr("Add a delay"), field, {}, add)->setPlaceholderText(QStringLiteral("patience")); break;
    case api::SetupKind::Actor: addOpenChoice(tr("Add a command"), field, QStringList{QString()} + m_model.chart().sources, {}, add); break;
    }
}

} // namespace hs::ui
