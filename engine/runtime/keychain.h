#pragma once

#include <chrono>

#include "engine/vocabulary/result.h"
#include "engine/vocabulary/secret.h"

/// The key of the vault in the system's keychain (Secret Service, KWallet, Keychain, Credential Manager), where
/// somebody who has the data folder alone does not find it. Any thread; waits, at most `limit`.
namespace hs::runtime::keychain {

enum class Want {
    Look, ///< the key that is there
    Make  ///< the key that is there, else a new one that the keychain has taken
};
/// 32 bytes. Errors: NotFound (the keychain has no key yet), Unavailable (no keychain answers, or it refuses),
/// Timeout (it did not answer in time: it may be asking the person to unlock it).
[[nodiscard]] Result<Secret> vaultKey(Want want, std::chrono::milliseconds limit);

} // namespace hs::runtime::keychain
