#include "engine/agents/liora/liora.h"

#include "engine/agents/liora/mailings.h"
#include "engine/agents/liora/planning.h"
#include "engine/agents/liora/running.h"
#include "engine/agents/text/money.h"
#include "engine/agents/zevi/metrics.h"

namespace hs::agents {

using namespace std::chrono;

namespace {

class Liora final : public Agent {
public:
    explicit Liora(const Books &books) : m_books(books), m_card(*books.catalog.find("liora")) {}

    [[nodiscard]] std::string_view key() const override { return "liora"; }

    [[nodiscard]] Result<Plan> handle(const Event &event, const View &view) const override
    {
        if (event.source == "bus" && event.type == "campaign_underperforming")
            return optimise(m_books, event, view);
        if (event.source == "bus")
            return lioraNoted(event);
        if (event.type == "campaign_trigger" || event.type == "email_campaign" || event.type == "marketing_content")
            return beginCampaign(m_books, event, view);
        if (event.type == "campaign_schedule")
            return scheduleCampaign(event, view);
        if (event.type == "campaign_metrics" || event.type == "campaign_performance" || event.type == "newsletter_metrics")
            return keepMetrics(m_books, event, view);
        return lioraNoted(event);
    }

    [[nodiscard]] Result<Plan> run(const Command &command, const View &view) const override
    {
        if (command.name == "plan_campaign")
            return planCampaign(m_books, command, view);
        if (command.name == "send_newsletter")
            return sendNewsletter(m_books, command, view);
        if (command.name == "nurture")
            return nurture(m_books, command, view);
        if (command.name == "check_campaign")
            return checkCampaign(command, view);
        if (command.name == "check_campaigns")
            return checkCampaigns(command, view);
        if (command.name == "referral")
            return referral(m_books, command, view);
        return fail(Errc::NotFound, "liora has no command \"" + command.name + "\"", "liora." + command.name, "use one that her file names");
    }

    [[nodiscard]] Result<Plan> talk(const Talk &talk, const View &view) const override
    {
        const auto [word, rest] = spoken(m_card, talk.text);
        if (word == "campaigns")
            return listCampaigns(view);
        if (word == "split")
            return tellSplit(rest, talk, view);
        return understood(m_books, m_card, talk.text);
    }

private:
    // ---- words of operators ----
    static Result<Plan> listCampaigns(const View &view)
    {
        constexpr int Most = 200;
        std::string words;
        int n = 0;
        for (const auto &campaign : view.slice(Campaigns, {}, {}, Most)) {
            const auto status = fieldText(campaign.fields, "Status");
            if (status == "Completed" || status == "Cancelled")
                continue;
            ++n;
            words += "\n" + fieldText(campaign.fields, "Campaign Name") + ": " + status + (startOf(campaign) ? ", from " + toRfc3339(*startOf(campaign)).substr(0, 10) : "") + ".";
        }
        if (n == 0)
            return answered("No campaign is planned or running.");
        return answered(std::to_string(n) + (n == 1 ? " campaign:" : " campaigns:") + words);
    }

    Result<Plan> tellSplit(const std::string &rest, const Talk &talk, const View &view) const
    {
        const auto space = rest.find(' ');
        const auto budget = amountOf(rest.substr(0, space));
        auto names = Json::array();
        for (auto at = space; at != std::string::npos;) {
            const auto begin = rest.find_first_not_of(" ,", at);
            if (begin == std::string::npos)
                break;
            at = rest.find_first_of(" ,", begin);
            names.push_back(rest.substr(begin, at == std::string::npos ? at : at - begin));
        }
        if (!budget || *budget < 0 || *budget > MostBudget)
            return answered("The budget is missing. Write: split 1000.01 Email Instagram Website");
        const auto business = businessOf(view, talk.entity);
        const auto channels = channelsFor(m_books, names, business.type);
        if (!channels)
            return answered(channels.error().what + ": " + channels.error().mend + ".");
        const auto parts = partsOf(m_books, *channels, *budget, floor<days>(view.now()), floor<days>(view.now()), "en", "");
        std::string words = moneyText(*budget, business.currency) + ":";
        for (const auto &part : parts.at("channels"))
            words += "\n" + text(part, "channel") + " " + moneyText(number(part, "budget"), business.currency) + " (" + numberText(number(part, "share")) + " %)";
        return answered(words);
    }

    const Books &m_books;
    const AgentCard &m_card;
};

} // namespace

std::unique_ptr<Agent> makeLiora(const Books &books)
{
    return std::make_unique<Liora>(books);
}

} // namespace hs::agents
