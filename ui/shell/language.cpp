#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace hs::ui {

namespace {
const QStringList Spoken = {QStringLiteral("en"), QStringLiteral("de")};
}

QString installLanguage(QCoreApplication &application, const QString &wanted)
{
    QString language = QStringLiteral("en");
    if (Spoken.contains(wanted)) {
        language = wanted;
    } else {
        const QStringList liked = QLocale::system().uiLanguages();
        for (const QString &each : liked) {
            const QString code = each.section(QLatin1Char('-'), 0, 0);
            if (Spoken.contains(code)) {
                language = code;
                break;
            }
        }
    }
    const QLocale system = QLocale::system();
    const QLocale spoken = language == QLatin1String("en") ? QLocale(QLocale::English, QLocale::UnitedKingdom) : QLocale(language);
    QLocale::setDefault(system.language() == spoken.language() ? system : spoken);

    auto *qt = new QTranslator(&application);
    if (qt->load(QStringLiteral("qtbase_") + language, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        application.installTranslator(qt);
    // English too: its catalogue holds the plurals.
    auto *own = new QTranslator(&application);
    if (own->load(QStringLiteral(":/i18n/higherself_") + language + QStringLiteral(".qm")))
        application.installTranslator(own);
    return language;
}

} // namespace hs::ui
