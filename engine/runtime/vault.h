#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "engine/store/sql.h"
#include "engine/vocabulary/result.h"
#include "engine/vocabulary/secret.h"

namespace hs::runtime {

/// Secrets of the studio: from the environment, or sealed in the store (XSalsa20-Poly1305 of libsodium)
/// under a key that is not in the store: derived from a passphrase (Argon2id), or kept by the system's
/// keychain. Thread-safe.
class Vault {
public:
    using Environment = std::map<std::string, std::string, std::less<>>;
    explicit Vault(Environment environment);

    /// Derives the key. `salt` is 16 bytes, kept in the store.
    void unlockWithPassphrase(const Secret &passphrase, std::string_view salt);
    void unlockWithKey(Secret key); ///< 32 bytes
    [[nodiscard]] bool unlocked() const;

    /// Fails with Unavailable while there is no key, naming how to give one.
    [[nodiscard]] Result<std::string> seal(std::string_view secret) const;
    /// Fails with Corrupt when the key is another one.
    [[nodiscard]] Result<Secret> open(std::string_view sealed) const;

    /// Reads the sealed secrets. Those that cannot be opened are named in the answer.
    std::vector<std::string> load(const store::ReadSql &sql);

    /// All values that are valid for a name now, the present one first. The environment wins over the store.
    [[nodiscard]] std::vector<Secret> values(std::string_view name) const;
    [[nodiscard]] Secret value(std::string_view name) const; ///< empty when there is none
    struct Named {
        std::string name, source; ///< source: environment, store
        int count = 1;
    };
    [[nodiscard]] std::vector<Named> names() const;
    [[nodiscard]] bool fromEnvironment(std::string_view name) const;

private:
    mutable std::mutex m_mutex;
    Environment m_environment;
    Secret m_key;
    std::map<std::string, std::vector<Secret>, std::less<>> m_stored;
};

/// Where the store keeps the passphrase's salt: a key of its single values, in hex.
inline constexpr std::string_view VaultSalt = "vault.salt";

/// Hash of a PIN for the store (Argon2id), and its check. Slow on purpose (about 60 ms).
[[nodiscard]] std::string hashPin(std::string_view pin);
[[nodiscard]] bool pinMatches(const std::string &hash, std::string_view pin);

/// Whether a name is one that secrets may have: upper-case letters, digits and "_".
[[nodiscard]] bool isSecretName(std::string_view name);

} // namespace hs::runtime
