#include "ui/text/person_text.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace hs::ui {

namespace {
struct PersonWords {
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
        return PersonWords::tr("You");
    }
    return name;
}

QString roleName(api::Role role)
{
    switch (role) {
    case api::Role::Viewer: return PersonWords::tr("Viewer");
    case api::Role::Operator: return PersonWords::tr("Operator");
    case api::Role::Reviewer: return PersonWords::tr("Reviewer");
    case api::Role::Admin: return PersonWords::tr("Administrator");
    }
    return {};
}

QString roleSentence(api::Role role)
{
    switch (role) {
    case api::Role::Viewer: return PersonWords::tr("May look at everything and change nothing.");
    case api::Role::Operator: return PersonWords::tr("May work with conversations, boards, records and tasks.");
    case api::Role::Reviewer: return PersonWords::tr("May also claim and decide escalations.");
    case api::Role::Admin: return PersonWords::tr("May do everything, settings and people included.");
    }
    return {};
}

} // namespace hs::ui
