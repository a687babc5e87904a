#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Words of strangers (forms, pages, mails, results of outside tools) inside a prompt: marked, so that they are material and
/// never orders. The marks are a help for the model; what protects is the policy of tools (tools/policy.h).
namespace hs::ai {

/// Wraps a text as material: between lines that carry `nonce`, which the text cannot hold, with its source named, control
/// characters and the invisible ones of Unicode (bidi controls, tags, zero width) taken out, and look-alikes of our own
/// marks and of the providers' role marks made harmless. At most `maxBytes` of it, cut at a character.
[[nodiscard]] std::string material(std::string_view text, std::string_view source, std::string_view nonce, std::size_t maxBytes = 20'000);

/// Sentence for the system prompt that says what such material is.
[[nodiscard]] std::string materialRule(std::string_view nonce);

/// Signs of an attempt to steer the model, each with the place it stands: "ignore … instructions" and its kin in the languages
/// of the house, claimed roles, asked-for secrets, tool names, encoded orders. Shown to people and kept as evidence; finding
/// none proves nothing.
struct Sign {
    std::string kind; ///< "orders", "role", "secrets", "tools", "hidden", "encoded"
    std::size_t begin = 0, end = 0;
};
[[nodiscard]] std::vector<Sign> signsOfInjection(std::string_view text, const std::vector<std::string> &toolNames = {});

} // namespace hs::ai
