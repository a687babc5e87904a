#include "engine/ai/exchange.h"

#include <array>
#include <utility>

namespace hs::ai {

namespace {

constexpr std::array<std::pair<Purpose, std::string_view>, Purposes> PurposeNames{{{Purpose::Classify, "classify"},
                                                                                   {Purpose::Extract, "extract"},
                                                                                   {Purpose::Summarise, "summarise"},
                                                                                   {Purpose::Translate, "translate"},
                                                                                   {Purpose::Draft, "draft"},
                                                                                   {Purpose::Converse, "converse"},
                                                                                   {Purpose::Plan, "plan"}}};

} // namespace

std::string_view name(Purpose purpose)
{
    for (const auto &[known, text] : PurposeNames)
        if (known == purpose)
            return text;
    return "converse";
}

std::optional<Purpose> purposeFrom(std::string_view name)
{
    for (const auto &[known, text] : PurposeNames)
        if (text == name)
            return known;
    return std::nullopt;
}

std::string_view name(Finish finish)
{
    switch (finish) {
    case Finish::Stop:
        return "stop";
    case Finish::Length:
        return "length";
    case Finish::Tools:
        return "tools";
    case Finish::Refused:
        return "refused";
    }
    return "stop";
}

} // namespace hs::ai
