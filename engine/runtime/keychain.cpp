#include "engine/runtime/keychain.h"

#include <future>
#include <memory>

#include <QFile>
#include <QObject>
#include <QThread>

#include <qt6keychain/keychain.h>

#include "engine/crypto/hash.h"

namespace hs::runtime::keychain {

namespace {

const QString Service = QStringLiteral("HigherSelf Console");
const QString Name = QStringLiteral("vault key");
constexpr std::size_t KeyBytes = 32;
constexpr const char *Otherwise = "set HIGHERSELF_PASSPHRASE before starting, or unlock the keychain of this session";

/// Jobs of QtKeychain queue up in one object that lives in the thread which used it first, so there is one
/// thread for all of them, with an event loop. It is never ended: a keychain that asks a person may hold it.
QObject &desk()
{
    static QObject *const object = [] {
        auto *thread = new QThread;
        thread->setObjectName(QStringLiteral("keychain"));
        auto *made = new QObject;
        made->moveToThread(thread);
        thread->start();
        return made;
    }();
    return *object;
}

/// Without a session bus there is nobody to ask; looking for one would start a daemon on some systems.
bool hasBus()
{
#ifdef Q_OS_LINUX
    return qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS") || QFile::exists(qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus"));
#else
    return true;
#endif
}

Error told(const QKeychain::Job &job)
{
    const auto said = job.errorString().toStdString();
    if (job.error() == QKeychain::EntryNotFound)
        return {Errc::NotFound, "the keychain has no key for this console yet", {}, Otherwise, {}};
    return {Errc::Unavailable, "the system's keychain cannot be used: " + (said.empty() ? "it gives no reason" : said), {}, Otherwise, {}};
}

using Answer = std::shared_ptr<std::promise<Result<Secret>>>;

void make(const Answer &answer)
{
    const auto key = crypto::randomBytes(KeyBytes);
    auto *job = new QKeychain::WritePasswordJob(Service);
    job->setKey(Name);
    // As hex text: not every keychain keeps bytes.
    job->setTextData(QString::fromStdString(crypto::toHex(key)));
    QObject::connect(job, &QKeychain::Job::finished, &desk(), [answer, key](QKeychain::Job *done) {
        if (done->error() != QKeychain::NoError)
            return answer->set_value(tl::make_unexpected(told(*done)));
        answer->set_value(Secret(key));
    });
    job->start();
}

void look(Want want, const Answer &answer)
{
    auto *job = new QKeychain::ReadPasswordJob(Service);
    job->setKey(Name);
    QObject::connect(job, &QKeychain::Job::finished, &desk(), [want, answer](QKeychain::Job *done) {
        if (done->error() == QKeychain::EntryNotFound && want == Want::Make)
            return make(answer);
        if (done->error() != QKeychain::NoError)
            return answer->set_value(tl::make_unexpected(told(*done)));
        const auto key = crypto::fromHex(static_cast<QKeychain::ReadPasswordJob *>(done)->textData().toStdString());
        if (!key || key->size() != KeyBytes)
            return answer->set_value(fail(Errc::Unavailable, "the keychain's entry \"HigherSelf Console\" is no key of this console", {}, "remove the entry; then set the secrets again"));
        answer->set_value(Secret(*key));
    });
    job->start();
}

} // namespace

Result<Secret> vaultKey(Want want, std::chrono::milliseconds limit)
{
    if (!hasBus())
        return fail(Errc::Unavailable, "this session has no keychain: there is no D-Bus session bus", {}, Otherwise);
    const auto answer = std::make_shared<std::promise<Result<Secret>>>();
    auto future = answer->get_future();
    QMetaObject::invokeMethod(&desk(), [want, answer] { look(want, answer); }, Qt::QueuedConnection);
    if (future.wait_for(limit) != std::future_status::ready)
        return fail(Errc::Timeout, "the system's keychain does not answer", {}, Otherwise);
    return future.get();
}

} // namespace hs::runtime::keychain
