#include <array>
#include <cstdint>
#include <cstdlib>

#include "engine/services/source_catalog.h"
#include "engine/vocabulary/utf8.h"

using namespace hs;
using namespace hs::services;

namespace {

constexpr std::array Types{"form_response",  "submit",           "order.created",        "order.deleted",
                           "customer.updated", "product.updated", "action.x",            "payment_intent.succeeded",
                           "payment_intent.payment_failed", "checkout.session.completed", "invoice.paid", "charge.refunded",
                           "charge.dispute.created", "payment.succeeded", "payment.disputed", "subscription.created",
                           "subscription.deleted", "post.sent", "page.created", "comment.created", "untyped", "unknown"};
constexpr std::array ContentTypes{"application/json", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"};

} // namespace

/// Input: one byte that chooses the type, one that chooses the content type, then the body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static const SourceCatalog catalog;
    const Source &source = *catalog.find(HS_SOURCE);
    if (size < 2)
        return 0;
    const Json headers = {{"content-type", ContentTypes[data[1] % ContentTypes.size()]}};
    const auto events = source.map({Types[data[0] % Types.size()], headers, {reinterpret_cast<const char *>(data) + 2, size - 2}});
    if (!events) {
        if (events.error().code != Errc::BadInput)
            std::abort();
        return 0;
    }
    for (const auto &event : *events) {
        // What comes out goes to the store and to people: text must be text.
        if (event.type.empty() || !isUtf8(event.type) || !isUtf8(event.text) || !isUtf8(event.entityHint) || !event.data.is_object())
            std::abort();
        static_cast<void>(event.data.dump()); // strict: throws on anything that is not UTF-8
    }
    return 0;
}
