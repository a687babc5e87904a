#include "engine/agents/idle_agent.h"

#include "engine/agents/studio.h"

namespace hs::agents {

namespace {

class IdleAgent final : public Agent {
public:
    IdleAgent(const Books &books, const AgentCard &card) : m_books(books), m_card(card) {}

    [[nodiscard]] std::string_view key() const override { return m_card.key; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &) const override
    {
        if (event.source != "bus") // the router gives such events to a fallback
            return fail(Errc::BadInput, m_card.name + " has no duty yet and takes no events", event.type, "let the router choose: it names a fallback");
        Plan plan;
        plan.rule = m_card.key + ".no_duty";
        plan.summary = m_card.name + " has no duty yet and took nothing of " + event.type + ".";
        return plan;
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &) const override
    {
        return fail(Errc::NotFound, m_card.key + " has no command \"" + command.name + "\"", m_card.prefix + "." + command.name, m_card.name + " has no duty yet");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &, const View &) const override
    {
        const auto text = m_books.texts.fill("idle." + m_card.key, "en", {});
        if (!text)
            return tl::make_unexpected(text.error());
        return answered(*text);
    }

private:
    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeIdle(const Books &books, const AgentCard &card)
{
    return std::make_unique<IdleAgent>(books, card);
}

} // namespace hs::agents
