#include "ui/window/arrangement.h"

#include <QCoreApplication>

namespace hs::ui {

namespace {

struct PerspectiveWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Perspective)
};

const QString Conversations = QStringLiteral("conversations");
const QString Board = QStringLiteral("board");
const QString Knowledge = QStringLiteral("knowledge");
const QString Integrations = QStringLiteral("integrations");
const QString Escalations = QStringLiteral("escalations");
const QString Escalation = QStringLiteral("escalation");
const QString Activity = QStringLiteral("activity");
const QString Run = QStringLiteral("run");
const QString Record = QStringLiteral("record");

using Cell = Arrangement::Cell;

Arrangement overview(WidthClass width)
{
    if (width == WidthClass::Wide)
        return {{{{Cell{{Conversations}, 2}, Cell{{Knowledge}, 1}}, 650},
                 {{Cell{{Board}, 2}, Cell{{Integrations}, 1}}, 600},
                 {{Cell{{Escalations}, 1}}, 342}},
                Escalations};
    return {{{{Cell{{Conversations}, 1}}, 540}, {{Cell{{Board, Knowledge, Integrations}, 1}}, 380}, {{Cell{{Escalations}, 1}}, 310}},
            Escalations};
}

Arrangement triage(WidthClass width)
{
    if (width == WidthClass::Wide)
        return {{{{Cell{{Escalations}, 1}}, 330}, {{Cell{{Escalation}, 1}}, 880}, {{Cell{{Knowledge}, 3}, Cell{{Integrations}, 2}}, 390}},
                Escalations};
    return {{{{Cell{{Escalations}, 1}}, 320}, {{Cell{{Escalation, Knowledge, Integrations}, 1}}, 880}}, Escalations};
}

Arrangement boards(WidthClass width)
{
    if (width == WidthClass::Wide)
        return {{{{Cell{{Board}, 1}}, 1150}, {{Cell{{Record, Run}, 1}}, 450}}, Board};
    return {{{{Cell{{Board}, 1}}, 800}, {{Cell{{Record, Run}, 1}}, 400}}, Board};
}

Arrangement knowledge(WidthClass width)
{
    if (width == WidthClass::Wide)
        return {{{{Cell{{Knowledge}, 1}}, 900}, {{Cell{{Conversations}, 1}}, 650}}, Knowledge};
    return {{{{Cell{{Knowledge}, 1}}, 640}, {{Cell{{Conversations}, 1}}, 560}}, Knowledge};
}

Arrangement monitor(WidthClass width)
{
    if (width == WidthClass::Wide)
        return {{{{Cell{{Integrations}, 1}}, 560}, {{Cell{{Activity}, 1}}, 560}, {{Cell{{Run, Record}, 1}}, 480}}, Integrations};
    return {{{{Cell{{Integrations}, 1}}, 480}, {{Cell{{Activity, Run, Record}, 1}}, 720}}, Integrations};
}

Arrangement conversations(WidthClass width)
{
    if (width == WidthClass::Wide)
        return {{{{Cell{{Conversations}, 1}}, 900}, {{Cell{{Knowledge, Record}, 1}}, 380}, {{Cell{{Escalations}, 1}}, 330}}, Conversations};
    return {{{{Cell{{Conversations}, 1}}, 760}, {{Cell{{Knowledge, Record, Escalations}, 1}}, 440}}, Conversations};
}

/// One group of tabs, what has the focus in front.
Arrangement stacked(const Arrangement &from)
{
    QStringList tabs = from.docks();
    tabs.removeAll(from.focus);
    tabs.prepend(from.focus);
    return {{{{Cell{tabs, 1}}, 900}}, from.focus};
}

} // namespace

WidthClass widthClassOf(int windowWidth)
{
    if (windowWidth >= 1600)
        return WidthClass::Wide;
    return windowWidth >= 1200 ? WidthClass::Middle : WidthClass::Narrow;
}

QString widthClassName(WidthClass width)
{
    switch (width) {
    case WidthClass::Narrow: return QStringLiteral("narrow");
    case WidthClass::Middle: return QStringLiteral("middle");
    case WidthClass::Wide: return QStringLiteral("wide");
    }
    return {};
}

QStringList Arrangement::docks() const
{
    QStringList ids;
    for (const Column &column : columns) {
        for (const Cell &cell : column.cells)
            ids << cell.tabs;
    }
    return ids;
}

std::vector<Perspective> builtinPerspectives()
{
    return {{QStringLiteral("overview"), PerspectiveWords::tr("Overview"), QStringLiteral("layout-dashboard")},
            {QStringLiteral("triage"), PerspectiveWords::tr("Triage"), QStringLiteral("life-buoy")},
            {QStringLiteral("boards"), PerspectiveWords::tr("Boards"), QStringLiteral("square-kanban")},
            {QStringLiteral("knowledge"), PerspectiveWords::tr("Knowledge"), QStringLiteral("book-open")},
            {QStringLiteral("monitor"), PerspectiveWords::tr("Monitor"), QStringLiteral("activity")},
            {QStringLiteral("conversations"), PerspectiveWords::tr("Conversations"), QStringLiteral("message-circle")}};
}

Arrangement builtinArrangement(const QString &perspective, WidthClass width)
{
    Arrangement made = perspective == QLatin1String("triage") ? triage(width)
        : perspective == QLatin1String("boards")              ? boards(width)
        : perspective == QLatin1String("knowledge")           ? knowledge(width)
        : perspective == QLatin1String("monitor")             ? monitor(width)
        : perspective == QLatin1String("conversations")       ? conversations(width)
                                                              : overview(width);
    return width == WidthClass::Narrow ? stacked(made) : made;
}

} // namespace hs::ui
