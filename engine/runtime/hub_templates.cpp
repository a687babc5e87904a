#include "engine/runtime/hub_templates.h"

#include "engine/agents/texts.h"
#include "engine/records/text.h"
#include "engine/runtime/hub_mirror.h"
#include "engine/runtime/hub_seed.h"
#include "engine/store/tables/hub_figures.h"
#include "engine/store/tables/records.h"

namespace hs::runtime::mirror {

namespace {

constexpr std::string_view TemplatesDatabase = "notification-templates";

} // namespace

void letterSent(Deed &deed, std::string_view effect)
{
    const auto letter = store::figures::sentLetter(deed.tx, effect);
    const auto record = letter ? known(deed.tx, TemplatesDatabase, *letter) : std::nullopt;
    const auto sends = record ? store::figures::sends(deed.tx, *letter) : std::nullopt;
    if (!sends)
        return;
    const Json fields{{"Send Count", sends->count}, {"Last Sent", toRfc3339(sends->last)}};
    patch(deed, *record, dump(fields));
}

Result<void> reword(const Deed &deed, agents::EffectWish &wish)
{
    const auto id = wish.letter.empty() ? std::nullopt : known(deed.tx, TemplatesDatabase, wish.letter);
    const auto record = id ? store::records::find(deed.tx, TemplatesDatabase, *id) : std::nullopt;
    if (!record || text(record->fields, "Status") != "Active")
        return {};
    const auto shipped = seed::shippedFields(deed.tx, TemplatesDatabase, wish.letter);
    for (const auto &[property, part] : {std::pair{"Subject Template", "subject"}, std::pair{"Content Template", "text"}}) {
        const auto words = text(record->fields, property);
        if (words.empty() || words == text(shipped, property))
            continue;
        const auto filled = agents::fillPattern(words, wish.values, record->title + ", \"" + property + "\"");
        if (!filled)
            return tl::make_unexpected(filled.error());
        wish.body[part] = *filled;
        wish.summary += std::string(part) == "subject" ? " (in the studio's words: " + *filled + ")" : "";
    }
    return {};
}

} // namespace hs::runtime::mirror
