#include "ui/activity/audit_export.h"

#include <QJsonDocument>

namespace hs::ui {

namespace {

QByteArray cell(const QString &text)
{
    QString shown = text;
    if (!shown.isEmpty()) {
        const QChar first = shown.front();
        if (QStringLiteral("=+-@").contains(first) || first < QLatin1Char(' '))
            shown.prepend(QLatin1Char('\''));
    }
    const bool quoted = shown.contains(QLatin1Char(',')) || shown.contains(QLatin1Char('"'))
        || shown.contains(QLatin1Char('\n')) || shown.contains(QLatin1Char('\r'));
    if (quoted) {
        shown.replace(QLatin1Char('"'), QLatin1String("\"\""));
        shown = QLatin1Char('"') + shown + QLatin1Char('"');
    }
    return shown.toUtf8();
}

QString stamp(const QDateTime &at)
{
    return at.isValid() ? at.toUTC().toString(Qt::ISODateWithMs) : QString();
}

} // namespace

QByteArray auditFileHead(AuditFormat format)
{
    if (format == AuditFormat::JsonLines)
        return {};
    return "seq,at,actor_kind,actor,actor_name,action,object_kind,object,summary,reason,rule,evidence,correlation,hash\r\n";
}

QByteArray auditFileLine(const api::AuditRow &row, AuditFormat format)
{
    if (format == AuditFormat::JsonLines) {
        const QJsonObject object{
            {QStringLiteral("seq"), row.seq},
            {QStringLiteral("at"), stamp(row.at)},
            {QStringLiteral("actor_kind"), row.actorKind},
            {QStringLiteral("actor"), row.actor},
            {QStringLiteral("actor_name"), row.actorName},
            {QStringLiteral("action"), row.action},
            {QStringLiteral("object_kind"), row.objectKind},
            {QStringLiteral("object"), row.object},
            {QStringLiteral("summary"), row.summary},
            {QStringLiteral("reason"), row.reason},
            {QStringLiteral("rule"), row.rule},
            {QStringLiteral("evidence"), row.evidence},
            {QStringLiteral("correlation"), row.correlation},
            {QStringLiteral("hash"), row.hash},
        };
        return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
    }
    const QByteArray evidence =
        row.evidence.isEmpty() ? QByteArray() : QJsonDocument(row.evidence).toJson(QJsonDocument::Compact);
    const QByteArrayList cells{
        QByteArray::number(row.seq), stamp(row.at).toUtf8(), cell(row.actorKind), cell(row.actor),
        cell(row.actorName), cell(row.action), cell(row.objectKind), cell(row.object), cell(row.summary),
        cell(row.reason), cell(row.rule), cell(QString::fromUtf8(evidence)), cell(row.correlation), cell(row.hash)};
    return cells.join(',') + "\r\n";
}

} // namespace hs::ui
