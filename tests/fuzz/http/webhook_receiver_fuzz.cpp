#include <cstdint>

#include "engine/crypto/hash.h"
#include "engine/services/source_catalog.h"
#include "engine/webhook/receiver.h"
#include "tests/fuzz/http/stream.h"

using namespace hs;
using namespace hs::httpd;

namespace {

struct Sink final : webhook::EventSink {
    void accept(webhook::NewEvent event, std::function<void(Result<webhook::Accepted>)> done) override
    {
        fuzz::expect(!event.dedupeKey.empty() && event.dedupeKey.size() <= 200);
        fuzz::expect(!event.type.empty());
        fuzz::expect(parseJson(event.headers).has_value());
        done(webhook::Accepted{"evt_1", false});
    }
};

struct Log final : webhook::DeliveryLog {
    void delivered(const webhook::Delivery &) override {}
    void refused(const webhook::Refusal &) override {}
};

/// Every source, with the secret and the path token that the seeds are made with.
struct Site {
    Site() : receiver(sink, log)
    {
        auto setup = std::make_shared<webhook::Setup>();
        for (const auto &source : catalog.all()) {
            webhook::SourceSetup one;
            one.source = source.get();
            one.secrets.current = {Secret("whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="), Secret("abc123")};
            one.tokenHashes = {crypto::toHex(crypto::sha256("fuzz-token-of-an-address"))};
            one.awaitingHandshake = true;
            one.bodyLimit = 8192;
            one.perMinute = 0;
            setup->sources.emplace(std::string(source->name()), std::move(one));
        }
        receiver.setSetup(std::move(setup));
    }
    services::SourceCatalog catalog;
    Sink sink;
    Log log;
    webhook::Receiver receiver;
};

} // namespace

/// Whatever arrives at /webhooks, it gets exactly one answer of the table in interfaces.md §3.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static Site site;
    const std::string_view stream(reinterpret_cast<const char *>(data), size);
    Admission admission;
    fuzz::Reading reading;
    reading.run(stream, stream.size(), [&](RequestParser &parser) {
        Request &request = parser.request();
        request.receivedAt = fromMillis(1'614'265'330'000);
        request.requestId = "r";
        if (site.receiver.owns(request.path))
            admission = site.receiver.admit(request);
        request.context = admission.context;
        parser.setBodyLimit(admission.bodyLimit);
    });
    if (admission.refusal)
        fuzz::expect(admission.refusal->status >= 400 && parseJson(admission.refusal->body).has_value());
    if (admission.refusal || !admission.context || reading.parser.state() != RequestParser::State::Done)
        return 0;
    int answers = 0;
    site.receiver.handle(std::move(reading.parser.request()), [&](const Response &response) {
        ++answers;
        fuzz::expect(response.status == 200 || response.status == 202 || response.status == 400 || response.status == 401);
    });
    fuzz::expect(answers == 1);
    return 0;
}
