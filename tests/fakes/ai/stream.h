#pragma once

#include <string>
#include <vector>

#include "tests/fakes/ai/asked.h"

/// What the streams of several dialects share.
namespace hs::test::ai {

/// The text cut into pieces of about so many bytes, never within a character.
[[nodiscard]] std::vector<std::string> piecesOf(const std::string &text, std::size_t bytes);

/// What a reply says, worked out: its data as text, what is to be halved halved.
struct Saying {
    std::string text;
    std::vector<AiCall> calls; ///< with their arguments as `raw`, and ids
    std::int64_t input = 0, output = 0; ///< tokens
};
[[nodiscard]] Saying sayingOf(const AiReply &reply, const Asked &asked, const std::string &idStart);

/// "event: name\ndata: {…}\n\n"; without a name only the data.
[[nodiscard]] std::string eventOf(const Json &data, std::string_view name = {});

/// Ends a stream in the middle as the reply wants it: with the error event after so many events of text (`texts` are their
/// places), or with an event that is no JSON.
void spoil(std::vector<std::string> &events, const std::vector<std::size_t> &texts, const AiReply &reply, const std::string &error);

} // namespace hs::test::ai
