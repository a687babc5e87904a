#include "engine/services/source.h"

#include <algorithm>

#include "engine/services/form_body.h"
#include "engine/vocabulary/trimmed.h"

namespace hs::services {

Result<void> Source::checkSecret(const Secret &secret) const
{
    const auto where = secretVariable(name());
    if (secret.empty())
        return fail(Errc::BadInput, "the secret is empty", where, "enter the secret that the sender signs with");
    if (trimmed(secret.reveal()).size() != secret.reveal().size())
        return fail(Errc::BadInput, "the secret begins or ends with a blank or a line break", where, "enter it without");
    return {};
}

bool acceptsContentType(const Source &source, std::string_view header)
{
    if (trimmed(header).empty())
        return true;
    const auto type = mediaType(header);
    const auto types = source.contentTypes();
    return std::find(types.begin(), types.end(), type) != types.end();
}

std::string secretVariable(std::string_view source)
{
    std::string variable = "WEBHOOK_SECRET_";
    for (const char c : source) {
        if (c >= 'a' && c <= 'z')
            variable += static_cast<char>(c - 'a' + 'A');
        else
            variable += c == '-' ? '_' : c;
    }
    return variable;
}

} // namespace hs::services
