#include <QTest>

#include "engine/agents/grace/router.h"
#include "engine/agents/grace/routing_rules.h"
#include "engine/agents/text/lexicon.h"
#include "tests/unit/agents/resource_files.h"

using namespace hs;
using namespace hs::agents;

namespace {

Lexicon theLexicon()
{
    const auto files = test::agentFiles();
    std::vector<Lexicon::Source> sources;
    for (const auto &[name, text] : files)
        if (name.starts_with("routing/lexicon."))
            sources.push_back({name, text});
    auto lexicon = Lexicon::load(sources);
    if (!lexicon)
        qFatal("%s", describe(lexicon).c_str());
    return std::move(*lexicon);
}

RoutingRules theRules()
{
    auto rules = RoutingRules::load(test::agentFiles().at("routing/routing.json"), "routing.json");
    if (!rules)
        qFatal("%s", describe(rules).c_str());
    return *rules;
}

RoutingFacts studio()
{
    RoutingFacts facts;
    facts.entities = {{"rec_gallery", "Gallery North", "ART_GALLERY", {"gallery.example"}, {}, 500, 5000, "USD"},
                      {"rec_wellness", "Still Waters", "WELLNESS_CENTER", {"stillwaters.example"}, {}, 500, 5000, "USD"},
                      {"rec_consulting", "Compass Partners", "CONSULTING_FIRM", {"compass.example"}, {}, 500, 5000, "USD"},
                      {"rec_renovation", "Oak & Stone", "LUXURY_RENOVATIONS", {"oakstone.example"}, {}, 500, 5000, "USD"},
                      {"rec_design", "Rooms", "INTERIOR_DESIGN", {"rooms.example"}, {}, 500, 5000, "USD"},
                      {"rec_education", "Open Studio School", "EDUCATION_TRAINING", {"openstudio.example"}, {}, 500, 5000, "USD"}};
    facts.defaultEntity = "rec_gallery";
    return facts;
}

std::string joined(const std::vector<std::string> &list)
{
    std::string out;
    for (const auto &item : list)
        out += (out.empty() ? "" : " ") + item;
    return out;
}

/// What the store knows of the person, as a few letters: "vip", "value 900", "open 2", "tries 3", "day".
RoutingFacts factsOf(const std::string &words)
{
    auto facts = studio();
    ContactFacts contact;
    contact.id = "rec_contact";
    bool known = false;
    std::size_t at = 0;
    while (at < words.size()) {
        const auto end = std::min(words.find(',', at), words.size());
        const auto word = words.substr(at, end - at);
        at = end + 1;
        if (word == "vip") {
            contact.tier = "vip";
            known = true;
        } else if (word == "vip tag") {
            contact.tags = {"New", "VIP"};
            known = true;
        } else if (word == "founder") {
            contact.membership = "Founding Member";
            known = true;
        } else if (word.starts_with("value ")) {
            contact.lifetimeValue = std::stod(word.substr(6));
            known = true;
        } else if (word.starts_with("open ")) {
            facts.openMatters = std::stoi(word.substr(5));
            known = true;
        } else if (word.starts_with("tries "))
            facts.failedTries = std::stoi(word.substr(6));
        else if (word == "day")
            facts.openForADay = true;
        else if (word.starts_with("product "))
            facts.productNames.push_back(word.substr(8));
    }
    if (known)
        facts.contact = contact;
    return facts;
}

} // namespace

class RouterTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void requestsFindTheirWay_data();
    void requestsFindTheirWay();
    void prioritiesAndTimes_data();
    void prioritiesAndTimes();
    void feelings_data();
    void feelings();
    void languages_data();
    void languages();
    void businesses_data();
    void businesses();
    void evidencePointsIntoTheText();
    void theSameRequestAlwaysGoesTheSameWay();
    void bytesFromAnywhereAreSurvived();
    void whatAddsUpGoesToAPerson();

private:
    const Lexicon m_lexicon = theLexicon();
    const RoutingRules m_rules = theRules();
    const Router m_router{m_lexicon, m_rules};
};

struct Row {
    const char *name;
    const char *text;
    const char *entity;
    const char *facts;
    int level;
    const char *expected; ///< agents; at level 4 the reason; at level 3 the pattern
    const char *rule;
};

static const Row Rows[] = {
    // ---- the requests of the reference ----
    {"1 a change of date is Solari's", "Please reschedule Tuesday's massage to Thursday", "wellness", "", 1, "solari", "R12"},
    {"2 interest is Nyra's", "Interested in the collection, can one visit by arrangement?", "gallery", "", 1, "nyra", "R12"},
    {"3 a package of services is coordinated", "One package please: strategy consulting, coaching, wellness for the team", "consulting", "", 2, "ruvo solari nyra", "R11"},
    {"4 a new show needs four", "Help with a new show: marketing strategy, content, analysis of the public", "gallery", "", 2, "liora zevi elan nyra", "R11"},
    {"5 a VIP begins something", "I am a VIP client and would like full care for a renovation", "renovation", "", 3, "high_value_onboarding", "R9"},
    {"6 a bad retreat", "Extremely disappointed by the retreat: poor rooms, chaos, a wasted week", "wellness", "", 3, "service_recovery", "R8"},
    {"7 law", "Which GDPR duties and what liability come with our data?", "consulting", "", 4, "legal_compliance", "R1"},
    {"8 a doubted work", "The $15,000 bronze is not genuine: authenticity unproven, take it back and refund it", "gallery", "", 4, "complex_dispute", "R4"},
    {"9 a small refund", "You charged me twice for one $60 order, please refund the extra", "gallery", "", 1, "solari", "R12"},
    {"10 opening hours", "Not urgent: what are your opening hours?", "gallery", "", 1, "atlas", "R12"},
    {"11 a title is no lawyer", "Is the print \"Lawyers in Love\" still for sale?", "gallery", "", 1, "solari", "R12"},
    {"12 delete my data", "Delete every piece of personal data you hold on me", "", "", 4, "legal_compliance", "R1"},
    {"13 an injury", "I slipped in class and hurt my wrist", "wellness", "", 4, "human_judgement", "R2"},
    {"14 touched", "The therapist touched me inappropriately", "wellness", "", 4, "human_judgement", "R2"},
    {"15 a lawyer", "My lawyer will write about the commission contract", "gallery", "", 4, "legal_compliance", "R1"},
    {"16 a VIP is let down", "Long-time VIP: my viewing was cancelled without notice", "gallery", "", 4, "vip_concern", "R3"},
    {"17 a VIP books", "VIP member: please book my usual Friday slot", "wellness", "", 1, "solari sage", "R12"},
    {"18 within a tenth of the value", "Refund my $480 workshop", "education", "value 9000", 1, "solari", "R12"},
    {"19 over a tenth of the value", "Refund my $480 workshop", "education", "value 900", 4, "complex_dispute", "R4"},
    {"20 a threat", "Fix this or I post it on every review site", "", "", 4, "complex_dispute", "R4"},
    {"21 the third time", "This is the third time I write: where is my painting?", "gallery", "", 4, "complex_dispute", "R4"},
    {"22 a suggestion", "A suggestion: Friday is a little crowded, add a Monday class", "wellness", "", 1, "sage", "R12"},
    {"23 waive a fee", "Can you waive the late cancellation fee just once?", "wellness", "", 4, "human_judgement", "R5"},
    {"24 nobody can book", "Since this morning none of us can open the booking page", "wellness", "", 4, "human_judgement", "R6"},
    {"25 a launch", "June launch: campaign, videos, sign-up forms, community event, booking page, project plan", "education", "", 3, "campaign_launch", "R10"},
    {"26 three matters", "Reschedule my consultation, resend the invoice, and what is the project status?", "consulting", "", 2, "solari ruvo sage", "R11"},
    {"27 what is included", "What is included in the retreat?", "wellness", "", 1, "atlas", "R12"},
    {"28 medication", "My medication changed, is the detox safe for me?", "wellness", "", 4, "human_judgement", "R2"},
    {"29 someone in the account", "Someone was in my account and read my treatment notes", "wellness", "", 4, "legal_compliance", "R1"},
    {"30 German", "Ich möchte meinen Termin auf Freitag verschieben", "wellness", "", 1, "solari", "R12"},
    {"31 a great sum", "We have $40,000 to refit two floors, can we start in May?", "design", "", 3, "high_value_onboarding", "R9"},
    {"32 law is never denied", "I don't want to sue anyone, I only need my receipt", "", "", 4, "legal_compliance", "R1"},

    // ---- R1, its inflections and words that only look like it ----
    {"sued", "A friend sued a studio for less", "wellness", "", 4, "legal_compliance", "R1"},
    {"suing", "We are suing the contractor", "renovation", "", 4, "legal_compliance", "R1"},
    {"attorneys", "Our attorneys have questions about the invoice", "consulting", "", 4, "legal_compliance", "R1"},
    {"a solicitor in capitals", "MY SOLICITOR ADVISED ME TO WRITE", "gallery", "", 4, "legal_compliance", "R1"},
    {"hacked", "I think your shop was hacked", "gallery", "", 4, "legal_compliance", "R1"},
    {"export of data", "Please export all of my personal data", "wellness", "", 4, "legal_compliance", "R1"},
    {"data protection over a line end", "Who is responsible for data\nprotection at your studio?", "wellness", "", 4, "legal_compliance", "R1"},
    {"copyright", "Who holds the copyright of the photos?", "gallery", "", 4, "legal_compliance", "R1"},
    {"discriminated", "I felt discriminated against at the desk", "wellness", "", 4, "legal_compliance", "R1"},
    {"no lawyer, denied, is still law", "No lawyers involved yet, but where is my order?", "gallery", "", 4, "legal_compliance", "R1"},
    {"issue is not sue", "There is an issue with my booking, can you tell me the time?", "wellness", "", 1, "solari", "R12"},
    {"courtesy is not court", "As a courtesy, please confirm my booking", "wellness", "", 1, "solari", "R12"},
    {"pursue and tissue are not sue", "I pursue painting and need tissue paper with my order", "gallery", "", 1, "solari", "R12"},
    {"hackathon is not a hack", "Is the hackathon room free, I want to book it", "consulting", "", 1, "solari", "R12"},
    {"a German lawyer", "Mein Anwalt wird sich bei Ihnen melden", "gallery", "", 4, "legal_compliance", "R1"},
    {"German data protection", "Bitte löschen Sie alle meine Daten", "wellness", "", 4, "legal_compliance", "R1"},
    {"DSGVO", "Auskunft nach DSGVO erbeten", "wellness", "", 4, "legal_compliance", "R1"},
    {"law in quoted mail is dropped", "Thanks, Thursday suits me for the massage booking.\n\n> If you sue us, our lawyer\n> will answer in court", "wellness", "", 1, "solari", "R12"},
    {"law below an introduction is dropped", "Please reschedule my class.\n\nOn Mon, 2 Nov 2026, Studio wrote:\nour lawyer looked at the contract", "wellness", "", 1, "solari", "R12"},
    {"law below Original Message is dropped", "Please send the invoice again.\n\n-----Original Message-----\nthe court date is near", "wellness", "", 1, "solari", "R12"},
    {"words under quoted lines count", "On Mon, Ada wrote:\n> all is well\n\nI will call my lawyer", "wellness", "", 4, "legal_compliance", "R1"},
    {"a product's name is dropped", "Do you still have Court of Dreams for sale?", "gallery", "product Court of Dreams", 1, "solari", "R12"},
    {"German quotation marks", "Ist der Druck „Anwalt der Liebe“ noch zu kaufen? Ich möchte ihn bestellen", "gallery", "", 1, "solari", "R12"},
    {"all in quotation marks is not dropped", "\"My lawyer will call you\"", "gallery", "", 4, "legal_compliance", "R1"},

    // ---- R2 ----
    {"bled", "The client bled after the treatment", "wellness", "", 4, "human_judgement", "R2"},
    {"allergic", "I am allergic to nuts, what do you serve?", "wellness", "", 4, "human_judgement", "R2"},
    {"panicked", "She panicked in the float tank", "wellness", "", 4, "human_judgement", "R2"},
    {"passed away", "My husband passed away, please cancel his order", "gallery", "", 4, "human_judgement", "R2"},
    {"harm is not denied away", "Nobody was injured, I only want to ask about parking", "wellness", "", 4, "human_judgement", "R2"},
    {"unsafe", "The stairs in the gallery are unsafe", "gallery", "", 4, "human_judgement", "R2"},
    {"Verletzung", "Nach der Massage habe ich eine Verletzung an der Schulter", "wellness", "", 4, "human_judgement", "R2"},
    {"safe is not unsafe", "Is the parking safe at night? I want to book", "wellness", "", 1, "solari", "R12"},
    {"law comes before harm", "I was injured and my lawyer will call", "wellness", "", 4, "legal_compliance", "R1"},

    // ---- R3 ----
    {"a VIP by tier complains", "My order is late and nobody tells me why", "gallery", "vip", 4, "vip_concern", "R3"},
    {"a VIP by tag complains", "The frame I bought is broken", "gallery", "vip tag", 4, "vip_concern", "R3"},
    {"a founding member complains", "I want to make a complaint about Friday's class", "wellness", "founder", 4, "vip_concern", "R3"},
    {"a VIP who is content", "The retreat was wonderful, thank you for everything", "wellness", "vip", 1, "sage", "R12"},
    {"a VIP denies trouble", "Nothing was broken, I just want to order another print", "gallery", "vip", 4, "vip_concern", "R3"},
    {"a VIP, not wrong", "It is not wrong at all, I want to order another print", "gallery", "vip", 1, "solari sage", "R12"},
    {"an ordinary client with a broken frame", "The frame is broken, please send an invoice for a new one", "gallery", "", 1, "solari", "R12"},
    {"later is not late", "I would like to book a later slot", "wellness", "vip", 1, "solari sage", "R12"},

    // ---- R4 ----
    {"a refund over the limit", "Please refund the €640 I paid for the retreat", "wellness", "value 20000", 4, "complex_dispute", "R4"},
    {"a refund of exactly the limit", "Please refund the 500 EUR I paid for the retreat", "wellness", "value 20000", 1, "solari", "R12"},
    {"a refund of up to a hundred never escalates by share", "Please refund my $100 class", "wellness", "value 50", 1, "solari", "R12"},
    {"a stranger's refund", "Please refund my $300 class", "wellness", "", 4, "complex_dispute", "R4"},
    {"the amount next to the word counts", "My $1,200 order arrived, but please refund the $20 postage", "gallery", "value 5000", 1, "solari", "R12"},
    {"no refund wanted", "I do not want a refund of the $900, just tell me when you deliver", "gallery", "value 5000", 1, "solari", "R12"},
    {"refund not received", "I have not received my $900 refund", "gallery", "value 900", 4, "complex_dispute", "R4"},
    {"a chargeback", "My bank opened a chargeback", "gallery", "", 4, "complex_dispute", "R4"},
    {"a fake", "An expert says the print is a fake", "gallery", "", 4, "complex_dispute", "R4"},
    {"a question about the certificate", "Do you deliver the print with a certificate of authenticity?", "gallery", "", 1, "solari", "R12"},
    {"the press as a threat", "Answer me or I will go to the press", "gallery", "", 4, "complex_dispute", "R4"},
    {"a kind review is no threat", "I would love to post a review of my stay, where can I do that?", "wellness", "", 1, "sage", "R12"},
    {"third mail", "My third email about the missing invoice", "gallery", "", 4, "complex_dispute", "R4"},
    {"third visit", "This is the third time we visit and the order desk is lovely", "gallery", "", 1, "solari", "R12"},
    {"third by the store's knowledge", "I have heard nothing about my order", "gallery", "open 2", 4, "complex_dispute", "R4"},
    {"second by the store's knowledge", "I have heard nothing about my order", "gallery", "open 1", 1, "solari", "R12"},
    {"money back in German", "Ich verlange eine Rückerstattung von 1.200,50 € für den Kurs", "education", "value 90000", 4, "complex_dispute", "R4"},

    // ---- R5 ----
    {"an exception", "Could you make an exception and let my dog come along?", "wellness", "", 4, "human_judgement", "R5"},
    {"without exception is praise", "Your staff are kind without exception, I want to book again", "wellness", "", 1, "solari", "R12"},
    {"exceptional is not an exception", "Exceptional work, I want to order a print", "gallery", "", 1, "solari", "R12"},
    {"a journalist", "I am a journalist and would like to talk about your gallery", "gallery", "", 4, "human_judgement", "R5"},
    {"percent off", "Give us 30% off and we order ten prints", "gallery", "", 4, "human_judgement", "R5"},
    {"a student discount asked for", "Is there a student discount?", "wellness", "", 1, "atlas", "R12"},
    {"Ausnahme", "Können Sie bitte eine Ausnahme machen?", "wellness", "", 4, "human_judgement", "R5"},

    // ---- R6 ----
    {"everyone is locked out", "Everyone in our team is locked out of the portal", "consulting", "", 4, "human_judgement", "R6"},
    {"the page is down for one", "I think your page is down", "wellness", "", 1, "ruvo", "R12"},
    {"everyone loves it", "Everyone in our team loved the workshop", "consulting", "", 1, "sage", "R12"},

    // ---- R7 ----
    {"three tries", "What are your opening hours?", "wellness", "tries 3", 4, "human_judgement", "R7"},
    {"two tries", "What are your opening hours?", "wellness", "tries 2", 1, "atlas", "R12"},
    {"open for a day", "What are your opening hours?", "wellness", "day", 4, "human_judgement", "R7"},
    {"French", "Bonjour, je voudrais réserver un massage pour deux personnes", "wellness", "", 4, "human_judgement", "R7"},
    {"Russian", "Здравствуйте, я хочу записаться на массаж", "wellness", "", 4, "human_judgement", "R7"},
    {"no words at all", "?!?!", "wellness", "", 4, "human_judgement", "R7"},

    // ---- R8 ----
    {"furious about a class", "I am furious about the class", "wellness", "", 3, "service_recovery", "R8"},
    {"two harsh words about a workshop", "The workshop was terrible and the host rude", "education", "", 3, "service_recovery", "R8"},
    {"not terrible", "The workshop was not terrible", "education", "", 1, "atlas", "R12"},
    {"one harsh word", "The food was bad, please take this as feedback", "wellness", "", 1, "sage", "R12"},
    {"harsh words about nothing delivered", "The link is awful and the login horrible", "consulting", "", 1, "ruvo", "R12"},
    {"a German outburst", "Ich bin äußerst enttäuscht von der Massage, das Zimmer war schmutzig", "wellness", "", 3, "service_recovery", "R8"},
    {"harsh words about a product by name", "Blue Dawn is a disaster and the finish is horrible", "gallery", "product Blue Dawn", 3, "service_recovery", "R8"},

    // ---- R9 ----
    {"a VIP asks when something starts", "When does the workshop start?", "wellness", "vip", 1, "atlas sage", "R12"},
    {"a great sum without a beginning", "The painting for $12,000, is it still for sale?", "gallery", "", 1, "solari", "R12"},
    {"forty thousand as 40k", "We want to begin a new project for 40k dollars", "consulting", "", 3, "high_value_onboarding", "R9"},
    {"below the mark", "We want to begin with $4,999", "consulting", "", 1, "atlas", "R12"},

    // ---- R10 to R12 ----
    {"two matters are coordinated", "Please send the invoice and a photo of the print", "gallery", "", 2, "solari elan ruvo sage", "R11"},
    {"thanks at the end is no feedback", "Please reschedule my massage to Friday. Thank you!", "wellness", "", 1, "solari", "R12"},
    {"in order to is no order", "What do I need in order to become a member?", "wellness", "", 1, "atlas", "R12"},
    {"I'd love to book is no feedback", "I'd love to book a massage", "wellness", "", 1, "solari", "R12"},
    {"not received is still about the order", "I have not received my order", "gallery", "", 1, "solari", "R12"},
    {"not cancelling", "I do not want to cancel, I only have a suggestion for the music", "wellness", "", 1, "sage", "R12"},
    {"a book is no booking", "Do you have your book about healing in the community library?", "wellness", "", 1, "sage", "R12"},
    {"the state of an order is no project", "What is the status of my order?", "gallery", "", 1, "solari", "R12"},
    {"services without a category are a package", "We would like strategy work and coaching for our people", "consulting", "", 2, "ruvo solari nyra", "R11"},
    {"interest in several services", "We are interested in strategy and coaching", "consulting", "", 2, "nyra zevi liora", "R11"},
    {"rebooked in capitals", "PLEASE REBOOK MY APPOINTMENT", "wellness", "", 1, "solari", "R12"},
    {"an advert", "We plan to advertise the open day", "gallery", "", 1, "liora", "R12"},
    {"forums", "Where do I find the members forum?", "wellness", "", 1, "sage", "R12"},
    {"German opening hours", "Wann haben Sie geöffnet?", "gallery", "", 1, "atlas", "R12"},
    {"German invoice", "Bitte schicken Sie mir die Rechnung noch einmal", "consulting", "", 1, "solari", "R12"},
    {"German suggestion", "Ein Vorschlag: mehr Kurse am Abend", "wellness", "", 1, "sage", "R12"},
    // ---- what the evaluation taught ----
    {"nobody, far from can", "Nobody at our three branches can log in since six", "gallery", "", 4, "human_judgement", "R6"},
    {"everybody gets an error", "Everyone in our running group gets an error when paying", "wellness", "", 4, "human_judgement", "R6"},
    {"nobody minds", "Nobody minds the colour, please deliver the order", "gallery", "", 1, "solari", "R12"},
    {"a sum in words cannot be compared", "Please return the nine hundred dollars deposit", "gallery", "value 90000", 4, "complex_dispute", "R4"},
    {"money back by its number", "Our accountant wants the 640 dollars back", "consulting", "value 900", 4, "complex_dispute", "R4"},
    {"one star", "Answer by noon or I leave one star everywhere", "gallery", "", 4, "complex_dispute", "R4"},
    {"a kind word to everyone is no threat", "I'll tell everyone how kind you were, thank you", "wellness", "", 1, "sage", "R12"},
    {"the seventh ticket", "This is the seventh ticket about the same port", "consulting", "", 4, "complex_dispute", "R4"},
    {"harm to oneself", "He writes that he wants to harm himself", "consulting", "", 4, "human_judgement", "R2"},
    {"a dead mouse is no harm", "My mouse died, please deliver the new one I ordered", "consulting", "", 1, "solari", "R12"},
    {"a French lawyer is law before it is French", "Bonjour, notre avocat souhaite une copie du contrat", "consulting", "", 4, "legal_compliance", "R1"},
    {"a Spanish injury is harm before it is Spanish", "Hola, mi hija es alérgica y ahora está en el hospital", "education", "", 4, "human_judgement", "R2"},
    {"somebody is asked to log in", "Could somebody log in to my account and look at the app?", "consulting", "", 1, "ruvo", "R12"},
    {"signs are no language", "%%% 0x0f 0x1a ff !!", "wellness", "", 4, "human_judgement", "R7"},
    {"payment terms are asked for, not changed", "What are your payment terms?", "design", "", 1, "solari", "R12"},
    {"German with ae and oe", "Ich moechte meine Bestellung stornieren, bitte bestaetigen", "gallery", "", 1, "solari", "R12"},
    // ---- what requests of somebody else taught ----
    {"what was seen by strangers", "Your analyst sent our salary list to another firm by mistake", "consulting", "", 4, "legal_compliance", "R1"},
    {"a picture nobody agreed to", "There is a photo of my son in your brochure. We never gave permission.", "education", "", 4, "legal_compliance", "R1"},
    {"turned away for what one is", "My daughter uses a wheelchair and was refused entry to the class", "wellness", "", 4, "legal_compliance", "R1"},
    {"a name is not sue", "Please reschedule my class.\nSue Miller", "wellness", "", 1, "solari", "R12"},
    {"Sue in a sentence", "Please ask Sue to book the slot", "wellness", "", 1, "solari", "R12"},
    {"sue as a verb at the beginning", "Sue them, says my brother about the order", "gallery", "", 4, "legal_compliance", "R1"},
    {"a squash court", "Can I book the squash court on Friday?", "wellness", "", 1, "solari", "R12"},
    {"a body and what befell it", "The shelf came down and cut my boy's shoulder open", "design", "", 4, "human_judgement", "R2"},
    {"a hand where it does not belong", "The trainer put his arm round her twice", "wellness", "", 4, "human_judgement", "R2"},
    {"no way on", "He says he sees no point in living any more", "consulting", "", 4, "human_judgement", "R2"},
    {"hives of bees", "Do you sell honey from your hives of bees? I want to order some", "wellness", "", 1, "solari", "R12"},
    {"a VIP before a locked door", "I drove two hours and stood in front of a locked door", "gallery", "vip", 4, "vip_concern", "R3"},
    {"a sum without a currency", "We paid 1,940 for the two of us. Please send the money back", "wellness", "value 2100", 4, "complex_dispute", "R4"},
    {"people are no sum", "We are 1,200 people. Please refund the deposit", "consulting", "value 90000", 1, "solari", "R12"},
    {"a year is no sum", "Please refund the deposit of 2024", "consulting", "value 900", 1, "solari", "R12"},
    {"three contacts told one by one", "I wrote on Monday. I called on Wednesday. I wrote again on Friday. Where is my order?", "gallery", "", 4, "complex_dispute", "R4"},
    {"either this or the public", "Either the door gets mended or my pictures go up on every portal", "design", "", 4, "complex_dispute", "R4"},
    {"either day", "Either Monday or Tuesday is fine for the booking", "wellness", "", 1, "solari", "R12"},
    {"a bank asked to take it back", "I got my bank to reverse the payment", "gallery", "", 4, "complex_dispute", "R4"},
    {"a fee let off", "Could you let me off the fee this one time?", "wellness", "", 4, "human_judgement", "R5"},
    {"a question of the press in other words", "I am writing a piece for a weekly magazine and would like a statement", "gallery", "", 4, "human_judgement", "R5"},
    {"a mock interview", "Can I book a mock interview?", "education", "", 1, "solari", "R12"},
    {"not one of several", "Not one of us gets into the online room", "education", "", 4, "human_judgement", "R6"},
    {"a statement that wants nothing a category knows", "He stood there every evening and the others had gone home by then", "consulting", "", 4, "human_judgement", "R7"},
    {"a tale of trouble that asks a question", "The tap burst and the flat below is soaked, what now?", "design", "", 4, "human_judgement", "R7"},
    {"a great sum without a currency", "We have set aside 60,000 for a new project and could begin in May", "consulting", "", 3, "high_value_onboarding", "R9"},
};

void RouterTest::requestsFindTheirWay_data()
{
    QTest::addColumn<int>("row");
    int i = 0;
    for (const auto &row : Rows)
        QTest::newRow(row.name) << i++;
}

void RouterTest::requestsFindTheirWay()
{
    QFETCH(int, row);
    const auto &expected = Rows[row];
    Request request;
    request.text = expected.text;
    request.entity = expected.entity;
    const auto decision = m_router.route(request, factsOf(expected.facts));
    const auto detail = dump(toJson(decision));
    QVERIFY2(decision.rule == expected.rule, detail.c_str());
    QVERIFY2(decision.level == expected.level, detail.c_str());
    const auto result = decision.level == 4 ? decision.reason : decision.level == 3 ? decision.pattern : joined(decision.agents);
    QVERIFY2(result == expected.expected, detail.c_str());
    QVERIFY2(decision.operationalLevel == (decision.rule == "R6" ? 4 : 0), detail.c_str());
    QVERIFY(!decision.ruleText.empty());
    QVERIFY(!decision.agents.empty());
    if (decision.level > 1)
        QVERIFY2(!decision.evidence.empty(), detail.c_str());
}

void RouterTest::prioritiesAndTimes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("priority");
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("person");
    const auto row = [](const char *name, const char *text, const char *priority, int first, int person) {
        QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(priority) << first << person;
    };
    row("not urgent is low, but level 1 answers in two hours", "Not urgent: what are your opening hours?", "low", 120, 0);
    row("urgent raises the priority, not the level", "Urgent: please reschedule my massage", "urgent", 30, 0);
    row("today is high", "Can I still book today?", "high", 60, 0);
    row("medium by default", "Please reschedule my massage", "medium", 120, 0);
    row("an injury is urgent: a person within the hour", "I slipped in class and hurt my wrist", "urgent", 0, 60);
    row("a touch is urgent", "The therapist touched me inappropriately", "urgent", 0, 60);
    row("law waits two hours at most", "Which GDPR duties do we have?", "high", 0, 120);
    row("an urgent matter of law", "Urgent, my lawyer needs an answer", "urgent", 0, 60);
    row("no hurry at level 4 changes nothing", "No rush, but my lawyer will write", "high", 0, 120);
    row("recovery answers in half an hour", "I am furious about the class", "high", 30, 0);
}

void RouterTest::prioritiesAndTimes()
{
    QFETCH(QString, text);
    QFETCH(QString, priority);
    QFETCH(int, first);
    QFETCH(int, person);
    Request request;
    request.text = text.toStdString();
    const auto decision = m_router.route(request, studio());
    QCOMPARE(QString::fromStdString(decision.priority), priority);
    QCOMPARE(decision.firstAnswerMinutes, first);
    QCOMPARE(decision.personMinutes, person);
}

void RouterTest::feelings_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("feeling");
    QTest::newRow("praise") << "The class was wonderful" << "positive";
    QTest::newRow("a plain wish") << "Please book Friday" << "neutral";
    QTest::newRow("a worry") << "I am worried about the delivery" << "concerned";
    QTest::newRow("praise denied") << "I am not happy" << "concerned";
    QTest::newRow("two failures") << "My order is late and the frame broken" << "frustrated";
    QTest::newRow("the third time") << "The third time I write to you" << "frustrated";
    QTest::newRow("furious") << "I am furious" << "angry";
    QTest::newRow("furious denied") << "I am not furious" << "neutral";
    QTest::newRow("wishes at the end are no praise") << "Please book Friday. Best regards, Ada" << "neutral";
}

void RouterTest::feelings()
{
    QFETCH(QString, text);
    QFETCH(QString, feeling);
    Request request;
    request.text = text.toStdString();
    QCOMPARE(QString::fromStdString(m_router.route(request, studio()).sentiment), feeling);
}

void RouterTest::languages_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("language");
    QTest::newRow("English") << "Can I come on Friday?" << "en";
    QTest::newRow("German") << "Kann ich am Freitag kommen?" << "de";
    QTest::newRow("one English word of ours") << "Invoice?" << "en";
    QTest::newRow("one German word of ours") << "Rechnung?" << "de";
    QTest::newRow("Spanish") << "Hola, quiero reservar una clase para el lunes" << "es";
    QTest::newRow("Dutch") << "Ik wil graag een afspraak maken voor de massage" << "nl";
    QTest::newRow("Japanese") << "マッサージを予約したいです" << "unknown";
    QTest::newRow("keys struck at random") << "xkcd qwrt plmk zxcv" << "unknown";
    QTest::newRow("nothing") << "" << "unknown";
}

void RouterTest::languages()
{
    QFETCH(QString, text);
    QFETCH(QString, language);
    Request request;
    request.text = text.toStdString();
    QCOMPARE(QString::fromStdString(m_router.route(request, studio()).language), language);
}

void RouterTest::businesses_data()
{
    QTest::addColumn<QString>("entity");
    QTest::addColumn<QString>("sender");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<QString>("how");
    const auto row = [](const char *name, const char *entity, const char *sender, const char *subject, const char *text, const char *expected, const char *how) {
        QTest::newRow(name) << QString::fromUtf8(entity) << QString::fromUtf8(sender) << QString::fromUtf8(subject) << QString::fromUtf8(text)
                            << QString::fromUtf8(expected) << QString::fromUtf8(how);
    };
    row("an explicit id wins over words", "rec_wellness", "ada@gallery.example", "", "painting, sculpture, exhibition", "rec_wellness", "explicit");
    row("an explicit name", "Still Waters", "", "", "hello", "rec_wellness", "explicit");
    row("an explicit kind", "wellness", "", "", "hello", "rec_wellness", "explicit");
    row("own domain and three words", "", "ada@gallery.example", "", "The painting, the sculpture and the exhibition", "rec_gallery", "words");
    row("a sub-domain is the domain", "", "ada@mail.stillwaters.example", "", "massage, yoga and sauna", "rec_wellness", "words");
    row("a domain that only ends alike is another", "", "ada@notstillwaters.example", "", "massage, yoga and sauna", "rec_gallery", "default");
    row("three words alone are not enough", "", "", "", "massage, yoga and sauna", "rec_gallery", "default");
    row("domain and subject are not enough", "", "ada@stillwaters.example", "Massage", "hello", "rec_gallery", "default");
    row("domain, subject and words", "", "ada@stillwaters.example", "Massage", "massage, yoga, sauna", "rec_wellness", "words");
    row("words of another business count against it", "", "ada@stillwaters.example", "", "massage, yoga, sauna and a painting", "rec_gallery", "default");
    row("nothing known goes to the default", "", "", "", "hello", "rec_gallery", "default");
    row("an unknown explicit one is not taken", "rec_nowhere", "", "", "hello", "rec_gallery", "default");
}

void RouterTest::businesses()
{
    QFETCH(QString, entity);
    QFETCH(QString, sender);
    QFETCH(QString, subject);
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QFETCH(QString, how);
    Request request;
    request.entity = entity.toStdString();
    request.sender = sender.toStdString();
    request.subject = subject.toStdString();
    request.text = text.toStdString();
    const auto choice = m_router.chooseEntity(request, studio());
    QCOMPARE(QString::fromStdString(choice.id), expected);
    QCOMPARE(QString::fromStdString(choice.how), how);
    QCOMPARE(choice.unsure, how == QStringLiteral("default"));

    auto facts = studio(); // the order of what is known
    facts.sourceEntity = "rec_design";
    facts.contact = ContactFacts{.id = "rec_contact", .entity = "rec_education"};
    facts.productEntity = "rec_consulting";
    if (entity.isEmpty())
        QCOMPARE(m_router.chooseEntity(request, facts).id, std::string("rec_design"));
    facts.sourceEntity.clear();
    if (entity.isEmpty())
        QCOMPARE(m_router.chooseEntity(request, facts).id, std::string("rec_education"));
    facts.contact.reset();
    if (entity.isEmpty())
        QCOMPARE(m_router.chooseEntity(request, facts).id, std::string("rec_consulting"));
}

void RouterTest::evidencePointsIntoTheText()
{
    for (const auto &row : Rows) {
        Request request;
        request.text = row.text;
        for (const auto &e : m_router.route(request, factsOf(row.facts)).evidence) {
            if (!e.ref.starts_with("text:") || e.text.starts_with("no readable") || e.text.starts_with("the language"))
                continue;
            const auto dash = e.ref.find('-');
            const auto begin = std::stoul(e.ref.substr(5, dash - 5));
            const auto end = std::stoul(e.ref.substr(dash + 1));
            QCOMPARE(request.text.substr(begin, end - begin), e.text);
        }
    }
    Request request;
    request.subject = "Lawsuit";
    request.text = "See the attached letter";
    const auto decision = m_router.route(request, studio());
    QCOMPARE(decision.rule, std::string("R1"));
    QCOMPARE(decision.evidence.front().ref, std::string("subject:0-7"));
}

void RouterTest::theSameRequestAlwaysGoesTheSameWay()
{
    for (const auto &row : Rows) {
        Request request;
        request.text = row.text;
        request.entity = row.entity;
        QCOMPARE(dump(toJson(m_router.route(request, factsOf(row.facts)))), dump(toJson(m_router.route(request, factsOf(row.facts)))));
    }
}

void RouterTest::bytesFromAnywhereAreSurvived()
{
    std::string bytes;
    unsigned state = 12345;
    for (int round = 0; round < 400; ++round) {
        bytes.clear();
        for (int i = 0; i < 200; ++i) {
            state = state * 1103515245U + 12345U;
            static constexpr std::string_view Alphabet = "a \"'>.,:%$9k\n\xC3\xA4\xE2\x80\x9C\xFF\xF0(-)?";
            bytes += Alphabet[(state >> 16) % Alphabet.size()];
        }
        Request request;
        request.text = bytes;
        request.subject = bytes.substr(0, 20);
        const auto decision = m_router.route(request, studio());
        QVERIFY(decision.level >= 1 && decision.level <= 4);
    }
}

void RouterTest::whatAddsUpGoesToAPerson()
{
    Request request;
    request.text = "Could you tell me when the blinds come? The fitter borrowed our keys.";
    const auto before = m_router.route(request, studio());
    QCOMPARE(before.level, 1);
    auto rules = theRules();
    rules.signs = *Signs::load(R"({"bias": -1, "threshold": 0, "weights": {"borrow": 3, "our kei": 4}})", "signs.json"); // Porter's stems
    const auto decision = Router(m_lexicon, rules).route(request, studio());
    QCOMPARE(decision.level, 4);
    QCOMPARE(decision.rule, std::string("R7"));
    QCOMPARE(decision.evidence.size(), std::size_t(2));
    QCOMPARE(decision.evidence[0].text, std::string("our keys"));
    QCOMPARE(decision.evidence[1].text, std::string("borrowed"));
}

QTEST_GUILESS_MAIN(RouterTest)
#include "router_test.moc"
