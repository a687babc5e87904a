#include "engine/crypto/hash.h"

#include <cstdlib>
#include <memory>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

namespace hs::crypto {

namespace {

const unsigned char *bytesOf(std::string_view text)
{
    return reinterpret_cast<const unsigned char *>(text.data());
}
unsigned char *bytesOf(std::string &text)
{
    return reinterpret_cast<unsigned char *>(text.data());
}

struct FreeKey {
    void operator()(EVP_PKEY *key) const { EVP_PKEY_free(key); }
};
struct FreeMethod {
    void operator()(EVP_MD *method) const { EVP_MD_free(method); }
};
struct FreeDigest {
    void operator()(EVP_MD_CTX *context) const { EVP_MD_CTX_free(context); }
};

} // namespace

std::string sha256(std::string_view bytes)
{
    // Asked for by name once: EVP_sha256() looks its provider up with every digest.
    static const std::unique_ptr<EVP_MD, FreeMethod> method(EVP_MD_fetch(nullptr, "SHA256", nullptr));
    thread_local const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
    std::string digest(32, '\0');
    if (!method || !context || EVP_DigestInit_ex2(context.get(), method.get(), nullptr) != 1
        || EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()) != 1 || EVP_DigestFinal_ex(context.get(), bytesOf(digest), nullptr) != 1)
        std::abort(); // without its digest the library is broken
    return digest;
}

std::string hmacSha256(std::string_view key, std::string_view message)
{
    std::string mac(32, '\0');
    unsigned int length = 32;
    HMAC(EVP_sha256(), key.data(), int(key.size()), bytesOf(message), message.size(), bytesOf(mac), &length);
    return mac;
}

bool ed25519Verify(std::string_view publicKey, std::string_view message, std::string_view signature)
{
    if (publicKey.size() != 32 || signature.size() != 64)
        return false;
    const std::unique_ptr<EVP_PKEY, FreeKey> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytesOf(publicKey), publicKey.size()));
    const std::unique_ptr<EVP_MD_CTX, FreeDigest> context(EVP_MD_CTX_new());
    return key && context && EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1
        && EVP_DigestVerify(context.get(), bytesOf(signature), signature.size(), bytesOf(message), message.size()) == 1;
}

bool constantTimeEqual(std::string_view a, std::string_view b)
{
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string randomBytes(std::size_t count)
{
    std::string bytes(count, '\0');
    if (RAND_bytes(bytesOf(bytes), int(count)) != 1)
        std::abort();
    return bytes;
}

std::string toHex(std::string_view bytes)
{
    static constexpr std::string_view Digits = "0123456789abcdef";
    std::string hex;
    hex.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        hex += Digits[byte >> 4U];
        hex += Digits[byte & 15U];
    }
    return hex;
}

std::optional<std::string> fromHex(std::string_view hex)
{
    const auto digit = [](char c) {
        if (c >= '0' && c <= '9')
            return c - '0';
        if (c >= 'a' && c <= 'f')
            return c - 'a' + 10;
        if (c >= 'A' && c <= 'F')
            return c - 'A' + 10;
        return -1;
    };
    if (hex.size() % 2 != 0)
        return std::nullopt;
    std::string bytes;
    bytes.reserve(hex.size() / 2);
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const int high = digit(hex[i]);
        const int low = digit(hex[i + 1]);
        if (high < 0 || low < 0)
            return std::nullopt;
        bytes += static_cast<char>(high * 16 + low);
    }
    return bytes;
}

std::string toBase64(std::string_view bytes)
{
    std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0'); // OpenSSL writes a terminating zero
    const int length = EVP_EncodeBlock(bytesOf(text), bytesOf(bytes), int(bytes.size()));
    text.resize(std::size_t(length));
    return text;
}

std::string toBase64Url(std::string_view bytes)
{
    std::string text = toBase64(bytes);
    while (!text.empty() && text.back() == '=')
        text.pop_back();
    for (char &c : text) {
        if (c == '+')
            c = '-';
        else if (c == '/')
            c = '_';
    }
    return text;
}

std::optional<std::string> fromBase64(std::string_view base64)
{
    // EVP_DecodeBlock skips white space and takes padding anywhere, so the shape is checked first.
    if (base64.size() % 4 != 0)
        return std::nullopt;
    std::size_t padding = 0;
    while (padding < 2 && padding < base64.size() && base64[base64.size() - 1 - padding] == '=')
        ++padding;
    for (const char c : base64.substr(0, base64.size() - padding)) {
        const bool ok = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+'
            || c == '/';
        if (!ok)
            return std::nullopt;
    }
    std::string bytes(base64.size() / 4 * 3, '\0');
    const int length = EVP_DecodeBlock(bytesOf(bytes), bytesOf(base64), int(base64.size()));
    if (length < 0)
        return std::nullopt;
    bytes.resize(std::size_t(length) - padding);
    return bytes;
}

} // namespace hs::crypto
