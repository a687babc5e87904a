#include "ui/thinking/references.h"

#include <QJsonObject>
#include <QLocale>

namespace hs::ui {

QString referenceKind(const QString &id)
{
    static const std::pair<QLatin1String, QLatin1String> kinds[] = {
        {QLatin1String("rec_"), QLatin1String("record")},  {QLatin1String("thr_"), QLatin1String("thread")},
        {QLatin1String("evt_"), QLatin1String("event")},   {QLatin1String("msg_"), QLatin1String("message")},
        {QLatin1String("wf_"), QLatin1String("run")},      {QLatin1String("esc_"), QLatin1String("escalation")},
        {QLatin1String("tsk_"), QLatin1String("task")},
        {QLatin1String("doc_"), QLatin1String("knowledge")}, {QLatin1String("psg_"), QLatin1String("knowledge")}};
    const QString last = id.section(QLatin1Char('/'), -1); // "contacts-profiles/rec_1"
    for (const auto &[prefix, kind] : kinds) {
        if (last.startsWith(prefix))
            return kind;
    }
    return {};
}

std::vector<Reference> referencesOf(const QJsonArray &citations)
{
    std::vector<Reference> references;
    for (const QJsonValue &value : citations) {
        const QJsonObject citation = value.toObject();
        Reference reference;
        reference.number = citation.value(QStringLiteral("n")).toInt();
        reference.title = citation.value(QStringLiteral("title")).toString();
        reference.kind = citation.value(QStringLiteral("kind")).toString();
        reference.id = citation.value(QStringLiteral("id")).toString();
        if (reference.title.isEmpty())
            reference.title = reference.id;
        if (reference.kind.isEmpty())
            reference.kind = referenceKind(reference.id);
        if (!reference.title.isEmpty())
            references.push_back(std::move(reference));
    }
    return references;
}

Reference referenceOfEvidence(const QJsonObject &evidence)
{
    const QString ref = evidence.value(QStringLiteral("ref")).toString();
    return {0, evidence.value(QStringLiteral("text")).toString(), referenceKind(ref), ref};
}

QString referenceIcon(const QString &kind)
{
    if (kind == QLatin1String("record") || kind == QLatin1String("contact"))
        return QStringLiteral("database");
    if (kind == QLatin1String("workflow") || kind == QLatin1String("card") || kind == QLatin1String("run"))
        return QStringLiteral("workflow");
    if (kind == QLatin1String("thread") || kind == QLatin1String("message"))
        return QStringLiteral("message-square");
    if (kind == QLatin1String("event"))
        return QStringLiteral("inbox");
    if (kind == QLatin1String("escalation"))
        return QStringLiteral("life-buoy");
    if (kind == QLatin1String("task"))
        return QStringLiteral("list-checks");
    if (kind == QLatin1String("knowledge"))
        return QStringLiteral("book-open");
    return QStringLiteral("file-text");
}

bool canOpen(const Navigator &navigator, const Reference &reference)
{
    return !reference.id.isEmpty() && navigator.canOpen(reference.kind);
}

void openReference(Navigator &navigator, const Reference &reference)
{
    if (canOpen(navigator, reference))
        navigator.open(reference.kind, reference.id);
}

QString referenceText(const Reference &reference)
{
    return reference.number > 0 ? QLocale().toString(reference.number) + QStringLiteral(" · ") + reference.title : reference.title;
}

} // namespace hs::ui
