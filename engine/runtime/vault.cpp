#include "engine/runtime/vault.h"

#include <algorithm>

#include <sodium.h>

#include "engine/store/tables/people.h"

namespace hs::runtime {

namespace {

const unsigned char *bytes(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}
unsigned char *bytes(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

/// Variables that hold secrets whatever their ending.
bool holdsSecret(std::string_view name)
{
    static constexpr std::string_view Endings[] = {"_TOKEN", "_KEY", "_SECRET", "_PASSWORD"};
    if (name.starts_with("WEBHOOK_SECRET") || name == "SMTP_URL" || name == "SLACK_WEBHOOK_URL")
        return true;
    return std::any_of(std::begin(Endings), std::end(Endings), [&](std::string_view ending) { return name.ends_with(ending); });
}

} // namespace

Vault::Vault(Environment environment)
{
    // Idempotent; a failure would mean that the system has no randomness, which the crypto module ends on.
    [[maybe_unused]] const int ready = sodium_init();
    for (auto &[name, value] : environment)
        if (holdsSecret(name) && !value.empty())
            m_environment.emplace(name, value);
}

void Vault::unlockWithPassphrase(const Secret &passphrase, std::string_view salt)
{
    std::string key(crypto_secretbox_KEYBYTES, '\0');
    const auto text = passphrase.reveal();
    if (salt.size() != crypto_pwhash_SALTBYTES
        || crypto_pwhash(bytes(key), key.size(), text.data(), text.size(), bytes(salt), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                         crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        return; // stays locked, which every later call says
    unlockWithKey(Secret(std::move(key)));
}

void Vault::unlockWithKey(Secret key)
{
    const std::lock_guard lock(m_mutex);
    if (key.reveal().size() == crypto_secretbox_KEYBYTES)
        m_key = std::move(key);
}

bool Vault::unlocked() const
{
    const std::lock_guard lock(m_mutex);
    return !m_key.empty();
}

Result<std::string> Vault::seal(std::string_view secret) const
{
    const std::lock_guard lock(m_mutex);
    if (m_key.empty())
        return fail(Errc::Unavailable, "secrets cannot be kept: no keychain answers and no passphrase is given", {},
                    "set HIGHERSELF_PASSPHRASE before starting, or give the secret in its environment variable");
    std::string nonce(crypto_secretbox_NONCEBYTES, '\0');
    randombytes_buf(nonce.data(), nonce.size());
    std::string box(secret.size() + crypto_secretbox_MACBYTES, '\0');
    crypto_secretbox_easy(bytes(box), bytes(secret), secret.size(), bytes(nonce), bytes(m_key.reveal()));
    return nonce + box;
}

Result<Secret> Vault::open(std::string_view sealed) const
{
    const std::lock_guard lock(m_mutex);
    if (m_key.empty())
        return fail(Errc::Unavailable, "the secrets are locked", {}, "set HIGHERSELF_PASSPHRASE before starting");
    if (sealed.size() < crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES)
        return fail(Errc::Corrupt, "a sealed secret is cut off");
    const auto nonce = sealed.substr(0, crypto_secretbox_NONCEBYTES);
    const auto box = sealed.substr(crypto_secretbox_NONCEBYTES);
    std::string plain(box.size() - crypto_secretbox_MACBYTES, '\0');
    if (crypto_secretbox_open_easy(bytes(plain), bytes(box), box.size(), bytes(nonce), bytes(m_key.reveal())) != 0)
        return fail(Errc::Corrupt, "a secret was sealed under another passphrase", {}, "give the earlier passphrase, or set the secret again");
    return Secret(std::move(plain));
}

std::vector<std::string> Vault::load(const store::ReadSql &sql)
{
    std::map<std::string, std::vector<Secret>, std::less<>> stored;
    std::vector<std::string> shut;
    for (const auto &row : store::people::secrets(sql)) {
        auto secret = open(row.bytes);
        if (secret)
            stored[row.name].push_back(std::move(*secret));
        else if (std::find(shut.begin(), shut.end(), row.name) == shut.end())
            shut.push_back(row.name);
    }
    const std::lock_guard lock(m_mutex);
    m_stored = std::move(stored);
    return shut;
}

std::vector<Secret> Vault::values(std::string_view name) const
{
    const std::lock_guard lock(m_mutex);
    if (const auto found = m_environment.find(name); found != m_environment.end())
        return {Secret(found->second)};
    const auto found = m_stored.find(name);
    return found == m_stored.end() ? std::vector<Secret>() : found->second;
}

Secret Vault::value(std::string_view name) const
{
    auto all = values(name);
    return all.empty() ? Secret() : std::move(all.front());
}

std::vector<Vault::Named> Vault::names() const
{
    const std::lock_guard lock(m_mutex);
    std::vector<Named> names;
    for (const auto &[name, value] : m_environment)
        names.push_back({name, "environment", 1});
    for (const auto &[name, values] : m_stored)
        if (!m_environment.contains(name))
            names.push_back({name, "store", int(values.size())});
    std::sort(names.begin(), names.end(), [](const Named &a, const Named &b) { return a.name < b.name; });
    return names;
}

bool Vault::fromEnvironment(std::string_view name) const
{
    const std::lock_guard lock(m_mutex);
    return m_environment.contains(name);
}

std::string hashPin(std::string_view pin)
{
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(hash.data(), pin.data(), pin.size(), crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
        return {};
    hash.resize(hash.find('\0'));
    return hash;
}

bool pinMatches(const std::string &hash, std::string_view pin)
{
    return crypto_pwhash_str_verify(hash.c_str(), pin.data(), pin.size()) == 0;
}

bool isSecretName(std::string_view name)
{
    return !name.empty() && name.size() <= 80 && std::all_of(name.begin(), name.end(), [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    });
}

} // namespace hs::runtime
