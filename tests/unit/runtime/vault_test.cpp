#include "engine/runtime/vault.h"

#include "engine/crypto/hash.h"
#include "tests/unit/runtime/runtime_bench.h"

using namespace hs;
using namespace hs::runtime;

/// Secrets: sealed under a key that is not in the store, or from the environment.
class VaultTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void lockedItKeepsNothing();
    void whatIsSealedOpensWithTheSameKeyOnly();
    void aPassphraseGivesTheSameKeyAgain();
    void aChangedSealIsNoticed();
    void theEnvironmentWins();
    void whatCannotBeOpenedIsNamed();
    void pinsAreHashed();
    void names_data();
    void names();
};

namespace {
std::string salt()
{
    return std::string(16, 's');
}
} // namespace

void VaultTest::lockedItKeepsNothing()
{
    Vault vault({});
    QVERIFY(!vault.unlocked());
    const auto sealed = vault.seal("sk-1");
    QVERIFY(!sealed && sealed.error().code == Errc::Unavailable);
    QVERIFY(sealed.error().mend.find("HIGHERSELF_PASSPHRASE") != std::string::npos);
    QCOMPARE(vault.open(std::string(80, 'x')).error().code, Errc::Unavailable);
    vault.unlockWithKey(Secret("too short"));
    QVERIFY(!vault.unlocked());
    vault.unlockWithPassphrase(Secret("open sesame"), "a salt of another length");
    QVERIFY(!vault.unlocked());
}

void VaultTest::whatIsSealedOpensWithTheSameKeyOnly()
{
    Vault one({}), other({});
    one.unlockWithKey(Secret(crypto::randomBytes(32)));
    other.unlockWithKey(Secret(crypto::randomBytes(32)));
    const auto sealed = one.seal("sk-live-1234");
    QVERIFY(sealed.has_value());
    QVERIFY(sealed->find("sk-live") == std::string::npos);
    QVERIFY(*one.seal("sk-live-1234") != *sealed); // never the same bytes twice
    QCOMPARE(std::string(one.open(*sealed)->reveal()), std::string("sk-live-1234"));
    QCOMPARE(other.open(*sealed).error().code, Errc::Corrupt);
}

void VaultTest::aPassphraseGivesTheSameKeyAgain()
{
    Vault first({}), second({}), wrong({});
    first.unlockWithPassphrase(Secret("correct horse"), salt());
    const auto sealed = first.seal("token");
    second.unlockWithPassphrase(Secret("correct horse"), salt());
    QCOMPARE(std::string(second.open(*sealed)->reveal()), std::string("token"));
    wrong.unlockWithPassphrase(Secret("battery staple"), salt());
    QCOMPARE(wrong.open(*sealed).error().what, std::string("a secret was sealed under another passphrase"));
}

void VaultTest::aChangedSealIsNoticed()
{
    Vault vault({});
    vault.unlockWithKey(Secret(crypto::randomBytes(32)));
    auto sealed = *vault.seal("token");
    sealed.back() = char(sealed.back() ^ 1);
    QCOMPARE(vault.open(sealed).error().code, Errc::Corrupt);
    QCOMPARE(vault.open(sealed.substr(0, 20)).error().what, std::string("a sealed secret is cut off"));
}

void VaultTest::theEnvironmentWins()
{
    test::RuntimeBench bench;
    Vault vault({{"WEBHOOK_SECRET_TYPEFORM", "from the environment"}, {"EMPTY_SECRET", ""}, {"HOME", "/home/ada"}});
    vault.unlockWithKey(Secret(crypto::randomBytes(32)));
    bench.must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        store::people::putSecret(deed.tx, {"WEBHOOK_SECRET_TYPEFORM", 0, *vault.seal("from the store")}, deed.now);
        store::people::putSecret(deed.tx, {"STRIPE_KEY", 0, *vault.seal("new")}, deed.now);
        store::people::putSecret(deed.tx, {"STRIPE_KEY", 1, *vault.seal("old")}, deed.now);
        return {};
    });
    QVERIFY(bench.read<std::vector<std::string>>([&](const store::ReadSql &sql) { return vault.load(sql); }).empty());
    QCOMPARE(std::string(vault.value("WEBHOOK_SECRET_TYPEFORM").reveal()), std::string("from the environment"));
    QVERIFY(vault.fromEnvironment("WEBHOOK_SECRET_TYPEFORM"));
    const auto both = vault.values("STRIPE_KEY");
    QCOMPARE(both.size(), std::size_t(2)); // while it is being replaced
    QCOMPARE(std::string(both.front().reveal()), std::string("new"));
    QVERIFY(vault.value("NONE").empty());
    std::string listed;
    for (const auto &named : vault.names())
        listed += named.name + " " + named.source + " " + std::to_string(named.count) + "; ";
    QCOMPARE(listed, std::string("STRIPE_KEY store 2; WEBHOOK_SECRET_TYPEFORM environment 1; "));
}

void VaultTest::whatCannotBeOpenedIsNamed()
{
    test::RuntimeBench bench;
    Vault vault({}), stranger({});
    vault.unlockWithKey(Secret(crypto::randomBytes(32)));
    stranger.unlockWithKey(Secret(crypto::randomBytes(32)));
    bench.must<void>(engineActor(), [&](Deed &deed) -> Result<void> {
        store::people::putSecret(deed.tx, {"A_KEY", 0, *vault.seal("a")}, deed.now);
        store::people::putSecret(deed.tx, {"B_KEY", 0, *stranger.seal("b")}, deed.now);
        return {};
    });
    QCOMPARE(bench.read<std::vector<std::string>>([&](const store::ReadSql &sql) { return vault.load(sql); }), std::vector<std::string>{"B_KEY"});
    QVERIFY(!vault.value("A_KEY").empty());
    QVERIFY(vault.value("B_KEY").empty());
}

void VaultTest::pinsAreHashed()
{
    const auto hash = hashPin("4711");
    QVERIFY(hash.starts_with("$argon2id$"));
    QVERIFY(pinMatches(hash, "4711"));
    QVERIFY(!pinMatches(hash, "4712"));
    QVERIFY(hashPin("4711") != hash);
}

void VaultTest::names_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("good");
    QTest::newRow("usual") << QByteArray("WEBHOOK_SECRET_TYPEFORM") << true;
    QTest::newRow("digits") << QByteArray("KEY_2") << true;
    QTest::newRow("small letters") << QByteArray("key") << false;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("a dash") << QByteArray("MY-KEY") << false;
    QTest::newRow("too long") << QByteArray(81, 'A') << false;
}

void VaultTest::names()
{
    QFETCH(QByteArray, name);
    QTEST(isSecretName(name.toStdString()), "good");
}

QTEST_GUILESS_MAIN(VaultTest)
#include "vault_test.moc"
