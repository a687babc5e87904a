#include "ui/text/person_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace hs::ui {

namespace {
struct Words {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::Person)
};
} // namespace

QString initialsOf(const QString &name)
{
    static const QRegularExpression gaps(QStringLiteral("[\\s_.]+"));
    const QStringList words = name.split(gaps, Qt::SkipEmptyParts);
    if (words.isEmpty())
        return {};
    QString initials = words.first().left(1);
    if (words.size() > 1)
        initials += words.last().left(1);
    return initials.toUpper();
}

QString personName(const QString &id, const QString &name, const api::Caller &caller)
{
    if (!id.isEmpty() && id == caller.id) {
        //: the person at this desk
        return Words::tr("You");
    }
    return name;
}

QString roleName(api::Role role)
{
    switch (role) {
    case api::Role::Viewer: return Words::tr("Viewer");
    case api::Role::Operator: return Words::tr("Operator");
    case api::Role::Reviewer: return Words::tr("Reviewer");
    case api::Role::Admin: return Words::tr("Administrator");
    }
    return {};
}

QString roleSentence(api::Role role)
{
    switch (role) {
    case api::Role::Viewer: return Words::tr("May look at everything and change nothing.");
    case api::Role::Operator: return Words::tr("May work with conversations, boards, records and tasks.");
    case api::Role::Reviewer: return Words::tr("May also claim and decide escalations.");
    case api::Role::Admin: return Words::tr("May do everything, settings and people included.");
    }
    return {};
}

} // namespace hs::ui
