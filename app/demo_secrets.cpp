#include "app/demo_secrets.h"

#include <map>

#include "engine/crypto/hash.h"

namespace hs::app {

namespace {

const std::map<std::string, std::string, std::less<>> &secrets()
{
    static const auto all = [] {
        std::map<std::string, std::string, std::less<>> made;
        for (const auto *source : {"typeform", "woocommerce", "stripe", "website-form", "generic", "notion"})
            made[source] = crypto::toBase64Url(crypto::randomBytes(24));
        made["stripe"] = "whsec_" + made["stripe"];
        for (const auto *source : {"beehiiv", "pipit", "standard-webhooks"})
            made[source] = "whsec_" + crypto::toBase64(crypto::randomBytes(24));
        return made;
    }();
    return all;
}

} // namespace

void addDemoSecrets(settings::Variables &environment)
{
    for (const auto &[source, secret] : secrets())
        environment.emplace(settings::webhookSecretName(source), secret);
}

std::string demoSecret(std::string_view source)
{
    const auto found = secrets().find(source);
    return found == secrets().end() ? std::string() : found->second;
}

} // namespace hs::app
