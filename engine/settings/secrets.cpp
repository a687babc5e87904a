#include "engine/settings/secrets.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include <unistd.h>

namespace hs::settings {

namespace {

constexpr std::string_view WebhookSecret = "WEBHOOK_SECRET";

constexpr std::array<std::string_view, 8> KnownSecrets{WebhookSecret,       "NOTION_API_TOKEN",     "OPENAI_API_KEY",
                                                       "ANTHROPIC_API_KEY", "HUGGINGFACE_API_KEY",  "SMTP_URL",
                                                       "SLACK_WEBHOOK_URL", "HIGHERSELF_PASSPHRASE"};

/// Whether a variable of this name is read as a secret.
bool isRead(std::string_view name)
{
    const bool ofSource = name.size() > WebhookSecret.size() + 1 && name.starts_with(WebhookSecret) &&
                          name[WebhookSecret.size()] == '_';
    return ofSource || std::find(KnownSecrets.begin(), KnownSecrets.end(), name) != KnownSecrets.end();
}

std::string lowerLetters(std::string_view text)
{
    std::string letters;
    for (const unsigned char c : text)
        if (std::isalnum(c))
            letters += char(std::tolower(c));
    return letters;
}

/// "website-form" and "apiKey" → "WEBSITE_FORM", "API_KEY"
std::string variableName(std::string_view key)
{
    std::string name;
    bool afterSmall = false;
    for (const unsigned char c : key) {
        if (!std::isalnum(c)) {
            name += '_';
            afterSmall = false;
            continue;
        }
        if (std::isupper(c) && afterSmall)
            name += '_';
        afterSmall = !std::isupper(c);
        name += char(std::toupper(c));
    }
    return name;
}

std::vector<std::string_view> parts(std::string_view pointer)
{
    std::vector<std::string_view> found;
    while (!pointer.empty()) {
        pointer.remove_prefix(1);
        const auto end = std::min(pointer.find('/'), pointer.size());
        found.push_back(pointer.substr(0, end));
        pointer.remove_prefix(end);
    }
    return found;
}

} // namespace

Variables processEnvironment()
{
    Variables variables;
    for (char **entry = environ; entry && *entry; ++entry) {
        const std::string_view text(*entry);
        if (const auto equals = text.find('='); equals != std::string_view::npos)
            variables.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    return variables;
}

bool isSecretName(std::string_view name)
{
    return !name.empty() && name.size() <= 80 && std::isupper(static_cast<unsigned char>(name.front())) &&
           std::all_of(name.begin(), name.end(),
                       [](unsigned char c) { return std::isupper(c) || std::isdigit(c) || c == '_'; });
}

std::map<std::string, Secret, std::less<>> secretsOf(const Variables &environment)
{
    std::map<std::string, Secret, std::less<>> secrets;
    for (const auto &[name, value] : environment)
        if (!value.empty() && isRead(name))
            secrets.emplace(name, Secret(value));
    return secrets;
}

std::string webhookSecretName(std::string_view source)
{
    return std::string(WebhookSecret) + '_' + variableName(source);
}

std::string secretNameFor(std::string_view pointer)
{
    const auto path = parts(pointer);
    if (path.empty())
        return {};
    const auto key = lowerLetters(path.back());
    constexpr std::array<std::string_view, 8> Words{"secret", "password",   "passphrase", "token",
                                                    "apikey", "credential", "passwd",     "webhookurl"};
    if (std::none_of(Words.begin(), Words.end(),
                     [&](std::string_view word) { return key.find(word) != std::string::npos; }))
        return {};
    if (path.front() == "receiver")
        return path.size() > 3 && path[1] == "sources" ? webhookSecretName(path[2]) : std::string(WebhookSecret);
    if (path.front() == "mail")
        return "SMTP_URL";
    if (path.front() == "slack")
        return "SLACK_WEBHOOK_URL";
    const auto all = lowerLetters(pointer);
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> Services{
        {{"notion", "NOTION_API_TOKEN"},
         {"openai", "OPENAI_API_KEY"},
         {"anthropic", "ANTHROPIC_API_KEY"},
         {"huggingface", "HUGGINGFACE_API_KEY"},
         {"slack", "SLACK_WEBHOOK_URL"}}};
    for (const auto &[service, variable] : Services)
        if (all.find(service) != std::string::npos)
            return std::string(variable);
    if (key.find("passphrase") != std::string::npos)
        return "HIGHERSELF_PASSPHRASE";
    return variableName(path.back());
}

} // namespace hs::settings
