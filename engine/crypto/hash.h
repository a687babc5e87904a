#pragma once

#include <optional>
#include <string>
#include <string_view>

// Hashes, MACs, encodings and randomness, over OpenSSL. No exceptions, any thread.
// Bytes travel as std::string; text encodings say so in their names.
namespace hs::crypto {

[[nodiscard]] std::string sha256(std::string_view bytes);                              ///< 32 bytes
[[nodiscard]] std::string hmacSha256(std::string_view key, std::string_view message);  ///< 32 bytes

/// Ed25519 (RFC 8032). False for a key that is not 32 bytes or a signature that is not 64.
[[nodiscard]] bool ed25519Verify(std::string_view publicKey, std::string_view message, std::string_view signature);

/// Compares in a time that depends on the lengths only. Different lengths are unequal.
[[nodiscard]] bool constantTimeEqual(std::string_view a, std::string_view b);

/// Cryptographically strong randomness. Ends the process when the system has none to give,
/// because nothing safe can follow.
[[nodiscard]] std::string randomBytes(std::size_t count);

[[nodiscard]] std::string toHex(std::string_view bytes);                             ///< lower case
[[nodiscard]] std::optional<std::string> fromHex(std::string_view hex);              ///< either case
[[nodiscard]] std::string toBase64(std::string_view bytes);                          ///< with padding
[[nodiscard]] std::string toBase64Url(std::string_view bytes);                       ///< RFC 4648 §5, no padding
[[nodiscard]] std::optional<std::string> fromBase64(std::string_view base64);        ///< strict, padding needed

} // namespace hs::crypto
