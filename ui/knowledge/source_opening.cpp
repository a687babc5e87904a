#include "ui/knowledge/source_opening.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QUrl>

namespace hs::ui {

namespace {

struct OpeningWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::SourceOpening)
};

bool isRecord(const api::KnowledgePassage &passage)
{
    return !passage.database.isEmpty() || passage.type == QLatin1String("record");
}

QString recordOf(const api::KnowledgePassage &passage)
{
    const bool whole = passage.place.contains(QLatin1Char('/')) || passage.database.isEmpty();
    return whole ? passage.place : passage.database + QLatin1Char('/') + passage.place;
}

bool isWebPlace(const QString &place)
{
    const QString scheme = QUrl(place).scheme();
    return scheme == QLatin1String("http") || scheme == QLatin1String("https");
}

bool isPath(const QString &place)
{
    return QDir::isAbsolutePath(place) && !place.startsWith(QLatin1Char(':'));
}

} // namespace

void openSourcePlace(ViewContext &context, const QString &place)
{
    bool opened = false;
    if (isWebPlace(place)) {
        opened = QDesktopServices::openUrl(QUrl(place, QUrl::StrictMode));
    } else if (isPath(place)) {
        if (!QFileInfo::exists(place)) {
            //: %1 is a path
            context.toasts.show(OpeningWords::tr("“%1” is no longer there.").arg(QDir::toNativeSeparators(place)), Tone::Warn);
            return;
        }
        opened = QDesktopServices::openUrl(QUrl::fromLocalFile(place));
    }
    if (!opened)
        context.toasts.show(OpeningWords::tr("Nothing on this computer opens “%1”.").arg(place), Tone::Warn);
}

QString openHindrance(const ViewContext &context, const api::KnowledgePassage &passage)
{
    if (isRecord(passage))
        return context.navigator.canOpen(QStringLiteral("record")) ? QString() : OpeningWords::tr("No dock shows records.");
    if (isWebPlace(passage.place) || isPath(passage.place))
        return {};
    return OpeningWords::tr("It has no place of its own: all of it stands here.");
}

void openSourceOf(ViewContext &context, const api::KnowledgePassage &passage)
{
    if (!openHindrance(context, passage).isEmpty())
        return;
    if (isRecord(passage))
        context.navigator.open(QStringLiteral("record"), recordOf(passage));
    else
        openSourcePlace(context, passage.place);
}

} // namespace hs::ui
