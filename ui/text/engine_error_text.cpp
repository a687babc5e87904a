#include "ui/text/engine_error_text.h"

#include <QCoreApplication>

namespace hs::ui {

namespace {
struct EngineErrorWords {
    Q_DECLARE_TR_FUNCTIONS(hs::ui::EngineError)
};
} // namespace

QString errorSentence(const Error &error)
{
    switch (error.code) {
    case Errc::BadInput: return EngineErrorWords::tr("The engine did not accept this input.");
    case Errc::Unauthorized: return EngineErrorWords::tr("Nobody is signed in, or the PIN is wrong.");
    case Errc::Forbidden: return EngineErrorWords::tr("Your role does not allow this.");
    case Errc::NotFound: return EngineErrorWords::tr("This is no longer there.");
    case Errc::Conflict: return EngineErrorWords::tr("Something changed in the meantime.");
    case Errc::RateLimited: return EngineErrorWords::tr("That was too much at once.");
    case Errc::Unavailable: return EngineErrorWords::tr("This part is not available just now.");
    case Errc::Timeout: return EngineErrorWords::tr("There was no answer in time.");
    case Errc::Cancelled: return EngineErrorWords::tr("This was cancelled.");
    case Errc::StorageFull: return EngineErrorWords::tr("The disk is full, so nothing can be saved.");
    case Errc::Corrupt: return EngineErrorWords::tr("The stored data is damaged.");
    case Errc::Internal: return EngineErrorWords::tr("The engine failed in an unexpected way.");
    }
    return {};
}

QString errorMend(const Error &error)
{
    switch (error.code) {
    case Errc::BadInput: return EngineErrorWords::tr("Check the values and try again.");
    case Errc::Unauthorized: return EngineErrorWords::tr("Sign in and try again.");
    case Errc::Forbidden: return EngineErrorWords::tr("Ask an administrator, who can change your role in the settings.");
    case Errc::NotFound: return EngineErrorWords::tr("Refresh the view.");
    case Errc::Conflict: return EngineErrorWords::tr("Look at what is new, then decide again.");
    case Errc::RateLimited: return EngineErrorWords::tr("Wait a moment and try again.");
    case Errc::Unavailable: return EngineErrorWords::tr("Try again in a moment.");
    case Errc::Timeout: return EngineErrorWords::tr("Try again.");
    case Errc::Cancelled: return EngineErrorWords::tr("Start it again if you still need it.");
    case Errc::StorageFull: return EngineErrorWords::tr("Free some space on the disk, then try again.");
    case Errc::Corrupt: return EngineErrorWords::tr("Run “higherself-console check”, and restore a backup if it finds damage.");
    case Errc::Internal: return EngineErrorWords::tr("Try again, and copy the details if it happens once more.");
    }
    return {};
}

QString errorDetails(const Error &error)
{
    const std::string_view code = name(error.code);
    return QStringLiteral("%1: %2").arg(QString::fromLatin1(code.data(), qsizetype(code.size())),
                                        QString::fromStdString(describe(error)));
}

} // namespace hs::ui
