// Asks the keychain of the session it runs in, for keychain_test.py: one line with what it answered.
#include <chrono>
#include <cstdio>
#include <string_view>

#include <QCoreApplication>

#include "engine/crypto/hash.h"
#include "engine/runtime/keychain.h"

int main(int argc, char **argv)
{
    using namespace hs::runtime::keychain;
    const QCoreApplication application(argc, argv);
    const auto want = argc > 1 && std::string_view(argv[1]) == "make" ? Want::Make : Want::Look;
    const auto begun = std::chrono::steady_clock::now();
    const auto key = vaultKey(want, std::chrono::seconds(5));
    const auto millis = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begun).count();
    if (key)
        std::printf("key %s %lld\n", hs::crypto::toHex(hs::crypto::sha256(key->reveal())).c_str(), static_cast<long long>(millis));
    else
        std::printf("error %d %lld %s\n", int(key.error().code), static_cast<long long>(millis), describe(key.error()).c_str());
    return 0;
}
