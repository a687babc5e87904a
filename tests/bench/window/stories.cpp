#include "tests/bench/window/stories.h"

#include <iterator>
#include <memory>
#include <optional>

#include "engine/http/curl_transport.h"
#include "tests/bench/window/timing.h"

namespace hs::bench {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t PartBytes = 20;
constexpr std::size_t Bytes = 3'600; // an agent's answer of more than 4,000 is sent back

/// Words that mean nothing in any language and to no rule: "bado", "bafe", …
std::string word(int number)
{
    static constexpr const char *Syllables[] = {"ba", "do", "fe", "gi", "ku", "lo", "me", "ni", "po", "ru", "sa", "to", "vi", "wu", "za"};
    constexpr int Count = int(std::size(Syllables));
    std::string word;
    for (int i = 0; i < 4; ++i, number /= Count)
        word += Syllables[number % Count];
    return word;
}

Result<void> send(http::Transport &transport, const Model &model, std::string method, std::string body)
{
    http::Request request;
    request.method = std::move(method);
    request.url = model.url + "/_control/script";
    request.headers = {{"Content-Type", "application/json"}};
    request.body = std::move(body);
    const auto came = std::make_shared<std::optional<Result<http::Response>>>();
    transport.send(std::move(request), {}, [came](Result<http::Response> response) { *came = std::move(response); });
    if (!until([&] { return came->has_value(); }, 1min))
        return fail(Errc::Timeout, "the model's server takes no script", model.url);
    const auto &answer = **came;
    if (!answer)
        return tl::make_unexpected(answer.error());
    if (!answer->ok())
        return fail(Errc::BadInput, "the model's server does not understand its script: " + answer->body, model.url);
    return {};
}

} // namespace

std::size_t Story::parts() const
{
    return ((data.is_null() ? text.size() : dump(data).size()) + PartBytes - 1) / PartBytes;
}

Story tale(int number)
{
    Story story;
    story.sign = word(number);
    for (int i = 0; story.text.size() < Bytes; ++i)
        story.text += word(i) + " of " + story.sign + ", ";
    story.text += "and that was all.";
    return story;
}

Story opinion(int number)
{
    auto story = tale(number);
    story.data = {{"level", 2}, {"reason_class", ""}, {"reason", story.text}, {"quotes", Json::array({story.sign})}};
    return story;
}

Result<void> teach(const Model &model, const std::vector<Story> &stories)
{
    Mailbox home;
    http::CurlTransport transport(home);
    HS_TRY(send(transport, model, "DELETE", {}));
    Json script = Json::array();
    for (const auto &story : stories) {
        Json reply{{"contains", story.sign}, {"between_ms", model.between.count()}, {"piece", PartBytes}};
        if (story.data.is_null())
            reply["text"] = story.text;
        else
            reply["data"] = story.data;
        script.push_back(std::move(reply));
    }
    return send(transport, model, "POST", dump(script));
}

} // namespace hs::bench
