#include "mapping_rows.h"

#include <QFile>
#include <QTest>

// Apart from the test class, because moc loses its way in raw strings.
namespace hs::services::test {

namespace {

QByteArray document(const char *name)
{
    QFile file(QStringLiteral(HS_DOCUMENTS "/") + QString::fromLatin1(name));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no document %s", name);
    return file.readAll();
}

} // namespace

void addDocuments()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("headers");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("events");
    using B = QByteArray;
    const B none = "{}";

    QTest::newRow("a Typeform response with every kind of answer")
        << B("typeform") << B("form_response") << none << document("typeform_response.json")
        << B(R"([{"at":"2026-11-23T09:30:05.000Z","data":{
            "answers":{"And your number?":"+4915112345678","How many are you?":"4","Tell us more":"We would like to book the spring retreat as soon as possible.","Where can we write to you?":"Mara.Lind@Studio.example","days":"Friday, Saturday, Monday","deposit":"50.00","full_name":"Mara Lind","interest":"Retreats","visited":"no","when":"2027-03-20"},
            "contact":{"email":"mara.lind@studio.example","first_name":"Mara","full_name":"Mara Lind","interest":"Retreats","last_name":"Lind","phone":"+4915112345678"},
            "form":{"id":"lT4Z3j","score":9,"title":"Write to us"},
            "hidden":{"entity":"The Glasshouse","utm_source":"newsletter"},
            "source_id":"a3a12ec67a1365927098a606107fac15"},
            "entity":"The Glasshouse","text":"We would like to book the spring retreat as soon as possible.","type":"typeform_webhook"}])");
    QTest::newRow("a Typeform response of an empty form")
        << B("typeform") << B("form_response") << none << B(R"({"event_id":"1","form_response":{"form_id":"f","token":"t"}})")
        << B(R"([{"data":{"answers":{},"form":{"id":"f"},"source_id":"t"},"type":"typeform_webhook"}])");
    QTest::newRow("half a Typeform response is none yet")
        << B("typeform") << B("form_response_partial") << none << B(R"({"event_id":"1","form_response":{"form_id":"f","token":"t"}})") << B("[]");
    QTest::newRow("an unknown Typeform event keeps its name")
        << B("typeform") << B("form_closed") << none << B(R"({"event_id":"1"})") << B(R"([{"data":{"payload":{"event_id":"1"}},"type":"typeform.form_closed"}])");

    QTest::newRow("a new order") << B("woocommerce") << B("order.created") << B(R"({"x-wc-webhook-source":"https://shop.example/"})") << document("woocommerce_order.json")
        << B(R"([{"at":"2026-11-23T09:15:00.000Z","data":{
            "contact":{"address":"Lindenweg 7","city":"Potsdam","company":"Hartwig Design","country":"DE","email":"jonas@hartwig.example","external_id":"25","first_name":"Jonas","full_name":"Jonas Hartwig","last_name":"Hartwig","message":"Please wrap it as a present.","phone":"+49 331 1234567","postal_code":"14467","state":"BB"},
            "order":{"currency":"EUR","customer_id":"25","id":"727","items":[{"name":"Morning at the Lake, giclee print","product_id":"93","quantity":1,"sku":"MATL-01","total":378.15},{"name":"Frame","product_id":"94","quantity":2,"total":0.0}],"note":"Please wrap it as a present.","number":"727","paid_at":"2026-11-23T09:16:30","payment_method":"Credit card","state":"sold","status":"processing","total":462.0},
            "shop":"https://shop.example/","source_id":"727"},"text":"Please wrap it as a present.","type":"order_created"}])");
    QTest::newRow("V9 an order with its status alone") << B("woocommerce") << B("order.updated") << none << B(R"({"id":1,"status":"processing"})")
        << B(R"([{"data":{"order":{"id":"1","state":"sold","status":"processing"},"source_id":"1"},"type":"order_updated"}])");
    QTest::newRow("a refunded order") << B("woocommerce") << B("order.updated") << none
        << B(R"({"id":1,"status":"refunded","total":"90.00","refunds":[{"id":5,"reason":"","total":"-60.00"},{"id":6,"total":"-30.00"}],"date_modified_gmt":"2026-11-23T09:00:00"})")
        << B(R"([{"at":"2026-11-23T09:00:00.000Z","data":{"order":{"id":"1","refunded":90.0,"state":"returned","status":"refunded","total":90.0},"source_id":"1"},"type":"order_updated"}])");
    QTest::newRow("an order with a status of a plugin keeps no state") << B("woocommerce") << B("order.updated") << none << B(R"({"id":1,"status":"in-the-kiln"})")
        << B(R"([{"data":{"order":{"id":"1","status":"in-the-kiln"},"source_id":"1"},"type":"order_updated"}])");
    QTest::newRow("a deleted order") << B("woocommerce") << B("order.deleted") << none << B(R"({"id":727})")
        << B(R"([{"data":{"order":{"deleted":true,"id":"727","state":"canceled"},"source_id":"727"},"type":"order_updated"}])");
    QTest::newRow("a customer") << B("woocommerce") << B("customer.updated") << none
        << B(R"({"id":25,"date_modified_gmt":"2026-11-23T09:00:00","email":"jonas@hartwig.example","first_name":"Jonas","last_name":"Hartwig","role":"customer","billing":{"phone":"+49 331 1","email":"other@hartwig.example"}})")
        << B(R"([{"at":"2026-11-23T09:00:00.000Z","data":{"contact":{"email":"jonas@hartwig.example","external_id":"25","first_name":"Jonas","full_name":"Jonas Hartwig","last_name":"Hartwig","phone":"+49 331 1"},"source_id":"25"},"type":"customer_data_update"}])");
    QTest::newRow("a product that runs low") << B("woocommerce") << B("product.updated") << none
        << B(R"({"id":93,"name":"Print","permalink":"https://shop.example/print","type":"simple","status":"publish","sku":"MATL-01","price":"450.00","stock_quantity":2,"stock_status":"instock"})")
        << B(R"([{"data":{"product":{"id":"93","name":"Print","price":450.0,"sku":"MATL-01","status":"publish","stock":2,"stock_status":"instock","type":"simple","url":"https://shop.example/print"},"required_capability":"inventory_management","source_id":"93"},"type":"product_updated"}])");
    QTest::newRow("a coupon is nobody's business") << B("woocommerce") << B("coupon.created") << none << B(R"({"id":3})") << B("[]");
    QTest::newRow("an action of WordPress keeps its name") << B("woocommerce") << B("action.woocommerce_add_to_cart") << none << B(R"({"action":"woocommerce_add_to_cart","arg":"k"})")
        << B(R"([{"data":{"payload":{"action":"woocommerce_add_to_cart","arg":"k"}},"type":"woocommerce.action.woocommerce_add_to_cart"}])");

    QTest::newRow("a payment at Stripe") << B("stripe") << B("payment_intent.succeeded") << none << document("stripe_intent.json")
        << B(R"([{"at":"2026-11-23T09:15:00.000Z","data":{
            "contact":{"address":"Lindenweg 7","city":"Potsdam","country":"DE","email":"jonas@hartwig.example","external_id":"cus_QXg1o8vcGmoR32","first_name":"Jonas","full_name":"Jonas Hartwig","last_name":"Hartwig","phone":"+49 331 1234567","postal_code":"14467"},
            "payment":{"amount":462.0,"amount_minor":46200,"currency":"EUR","id":"pi_3PqR7sLkdIwHu7ix","order_id":"727","reference":"Order 727","status":"succeeded"},
            "source_id":"pi_3PqR7sLkdIwHu7ix"},"entity":"The Glasshouse","type":"payment_received"}])");
    QTest::newRow("a checkout agrees with its payment on the id") << B("stripe") << B("checkout.session.completed") << none
        << B(R"({"id":"evt_1","object":"event","created":1795425300,"data":{"object":{"id":"cs_1","object":"checkout.session","payment_intent":"pi_1","payment_status":"paid","amount_total":7500,"currency":"eur","client_reference_id":"yoga-7","customer_details":{"email":"a@b.example","name":"Ada Berg","phone":null}}}})")
        << B(R"([{"at":"2026-11-23T09:15:00.000Z","data":{"contact":{"email":"a@b.example","first_name":"Ada","full_name":"Ada Berg","last_name":"Berg"},"payment":{"amount":75.0,"amount_minor":7500,"currency":"EUR","id":"pi_1","reference":"yoga-7","status":"succeeded"},"source_id":"pi_1"},"type":"payment_received"}])");
    QTest::newRow("a checkout that is not paid yet") << B("stripe") << B("checkout.session.completed") << none
        << B(R"({"data":{"object":{"id":"cs_1","payment_intent":"pi_1","payment_status":"unpaid","amount_total":7500,"currency":"jpy"}}})")
        << B(R"([{"data":{"payment":{"amount":7500.0,"amount_minor":7500,"currency":"JPY","id":"pi_1","status":"pending"},"source_id":"pi_1"},"type":"payment_pending"}])");
    QTest::newRow("a declined card") << B("stripe") << B("payment_intent.payment_failed") << none
        << B(R"({"data":{"object":{"id":"pi_1","amount":7500,"amount_received":0,"currency":"eur","last_payment_error":{"code":"card_declined","decline_code":"insufficient_funds"}}}})")
        << B(R"([{"data":{"payment":{"amount":75.0,"amount_minor":7500,"currency":"EUR","id":"pi_1","reason":"insufficient_funds","status":"failed"},"source_id":"pi_1"},"type":"payment_failed"}])");
    QTest::newRow("a paid invoice") << B("stripe") << B("invoice.paid") << none
        << B(R"({"data":{"object":{"id":"in_1","number":"INV-7","amount_paid":20000,"currency":"eur","customer_email":"a@b.example","customer_name":"Ada Berg"}}})")
        << B(R"([{"data":{"contact":{"email":"a@b.example","first_name":"Ada","full_name":"Ada Berg","last_name":"Berg"},"payment":{"amount":200.0,"amount_minor":20000,"currency":"EUR","id":"in_1","reference":"INV-7","status":"succeeded"},"source_id":"in_1"},"type":"payment_received"}])");
    QTest::newRow("a payment whose person stands in the metadata") << B("stripe") << B("payment_intent.succeeded") << none
        << B(R"({"data":{"object":{"id":"pi_1","amount":100,"currency":"eur","metadata":{"customer_name":"Ada Berg","customer_email":"A@b.example"}}}})")
        << B(R"([{"data":{"contact":{"email":"a@b.example","first_name":"Ada","full_name":"Ada Berg","last_name":"Berg"},"payment":{"amount":1.0,"amount_minor":100,"currency":"EUR","id":"pi_1","status":"succeeded"},"source_id":"pi_1"},"type":"payment_received"}])");
    QTest::newRow("a refund") << B("stripe") << B("charge.refunded") << none
        << B(R"({"data":{"object":{"id":"ch_1","payment_intent":"pi_1","amount":7500,"amount_refunded":2500,"currency":"eur","billing_details":{"email":"a@b.example","name":"Ada Berg"}}}})")
        << B(R"([{"data":{"contact":{"email":"a@b.example","first_name":"Ada","full_name":"Ada Berg","last_name":"Berg"},"payment":{"amount":25.0,"amount_minor":2500,"currency":"EUR","id":"pi_1","status":"refunded"},"source_id":"pi_1"},"type":"payment_refunded"}])");
    QTest::newRow("a dispute is a request that people must answer") << B("stripe") << B("charge.dispute.created") << none
        << B(R"({"data":{"object":{"id":"dp_1","charge":"ch_1","payment_intent":"pi_1","amount":1500000,"currency":"usd","reason":"product_not_received"}}})")
        << B(R"([{"data":{"payment":{"amount":15000.0,"amount_minor":1500000,"currency":"USD","id":"pi_1","reason":"product_not_received","status":"disputed"},"source_id":"pi_1"},"text":"Chargeback: the payer disputes the payment of 15000.00 USD. Reason given: product_not_received.","type":"customer_request"}])");
    QTest::newRow("a customer at Stripe") << B("stripe") << B("customer.updated") << none
        << B(R"({"data":{"object":{"id":"cus_1","email":"A@b.example","name":"Ada Berg","phone":null,"address":{"city":"Bonn"}}}})")
        << B(R"([{"data":{"contact":{"city":"Bonn","email":"a@b.example","external_id":"cus_1","first_name":"Ada","full_name":"Ada Berg","last_name":"Berg"},"source_id":"cus_1"},"type":"customer_data_update"}])");
    QTest::newRow("a step on the way to a payment") << B("stripe") << B("charge.succeeded") << none << B(R"({"data":{"object":{"id":"ch_1"}}})") << B("[]");
    QTest::newRow("an event of Stripe that the console does not know") << B("stripe") << B("customer.subscription.paused") << none << B(R"({"data":{"object":{"id":"sub_1"}}})")
        << B(R"([{"data":{"payload":{"data":{"object":{"id":"sub_1"}}}},"type":"stripe.customer.subscription.paused"}])");

    QTest::newRow("V12 a payment by the console's own hook") << B("pipit") << B("payment.succeeded") << none
        << B(R"({"id":"pay_001","type":"payment.succeeded","created":1700000000,"data":{"amount":2999,"currency":"usd","reference":"R-1","customer":{"email":"a@b.example"},"metadata":{"order_id":12,"entity":"The Glasshouse"}}})")
        << B(R"([{"at":"2023-11-14T22:13:20.000Z","data":{"contact":{"email":"a@b.example"},"payment":{"amount":29.99,"amount_minor":2999,"currency":"USD","id":"pay_001","order_id":"12","reference":"R-1","status":"succeeded"},"source_id":"pay_001"},"entity":"The Glasshouse","type":"payment_received"}])");
    QTest::newRow("a disputed one") << B("pipit") << B("payment.disputed") << none << B(R"({"id":"pay_1","data":{"amount":2999,"currency":"usd"}})")
        << B(R"([{"data":{"payment":{"amount":29.99,"amount_minor":2999,"currency":"USD","id":"pay_1","status":"disputed"},"source_id":"pay_1"},"text":"Chargeback: the payer disputes the payment of 29.99 USD.","type":"customer_request"}])");
    QTest::newRow("one that waits") << B("pipit") << B("payment.pending") << none << B(R"({"id":"pay_1","data":{"amount":100,"currency":"eur"}})")
        << B(R"([{"data":{"payment":{"amount":1.0,"amount_minor":100,"currency":"EUR","id":"pay_1","status":"pending"},"source_id":"pay_1"},"type":"payment_pending"}])");

    QTest::newRow("a new subscriber") << B("beehiiv") << B("subscription.created") << none
        << B(R"({"event_type":"subscription.created","uid":"u1","data":{"id":"sub_1","email":"A@b.example","status":"validating","created":1795425300,"subscription_tier":"free","utm_source":"instagram","utm_medium":"","utm_campaign":"spring","referring_site":"https://studio.example","custom_fields":[{"name":"First Name","kind":"string","value":"Ada"}]}})")
        << B(R"([{"at":"2026-11-23T09:15:00.000Z","data":{"campaign":{"referrer":"https://studio.example","utm_campaign":"spring","utm_source":"instagram"},"contact":{"email":"a@b.example","first_name":"Ada","full_name":"Ada"},"source_id":"sub_1","subscription":{"id":"sub_1","status":"validating","tier":"free"}},"type":"lead_capture"}])");
    QTest::newRow("one who leaves") << B("beehiiv") << B("subscription.deleted") << none << B(R"({"data":{"id":"sub_1","email":"a@b.example"}})")
        << B(R"([{"data":{"contact":{"email":"a@b.example","unsubscribed":true},"source_id":"sub_1","subscription":{"id":"sub_1"}},"type":"contact_update"}])");
    QTest::newRow("a newsletter that was sent") << B("beehiiv") << B("post.sent") << none << B(R"({"data":{"id":"post_1","title":"Spring"}})")
        << B(R"([{"data":{"payload":{"id":"post_1","title":"Spring"},"source_id":"post_1"},"type":"newsletter_metrics"}])");
    QTest::newRow("a newsletter that is still written") << B("beehiiv") << B("post.updated") << none << B(R"({"data":{"id":"post_1"}})") << B("[]");

    QTest::newRow("V2 a page of the hub") << B("notion") << B("page.created") << none
        << B(R"({"id":"367cba44-b6f3-4c92-81e7-6a2e9659efd4","timestamp":"2024-12-05T23:55:34.285Z","type":"page.created","attempt_number":1,"entity":{"id":"153104cd-477e-809d-8dc4-ff2d96ae3090","type":"page"}})")
        << B(R"([{"at":"2024-12-05T23:55:34.285Z","data":{"hub":{"action":"created","id":"153104cd-477e-809d-8dc4-ff2d96ae3090","object":"page"},"source_id":"367cba44-b6f3-4c92-81e7-6a2e9659efd4"},"type":"hub.changed"}])");
    QTest::newRow("properties of a page of the hub") << B("notion") << B("page.properties_updated") << none
        << B(R"({"id":"e1","timestamp":"2026-11-23T09:00:00Z","authors":[{"id":"u","type":"person"}],"entity":{"id":"p1","type":"page"},"data":{"parent":{"id":"d1","type":"database","data_source_id":"s1"},"updated_properties":["XGe%40"]}})")
        << B(R"([{"at":"2026-11-23T09:00:00.000Z","data":{"hub":{"action":"properties_updated","by":"person","id":"p1","object":"page","parent":{"data_source_id":"s1","id":"d1","type":"database"},"properties":["XGe%40"]},"source_id":"e1"},"type":"hub.changed"}])");
    QTest::newRow("a comment in the hub") << B("notion") << B("comment.created") << none
        << B(R"({"id":"e1","entity":{"id":"c1","type":"comment"},"data":{"page_id":"p1","parent":{"id":"p1","type":"page"}}})")
        << B(R"([{"data":{"hub":{"action":"created","id":"c1","object":"comment","page":"p1","parent":{"id":"p1","type":"page"}},"source_id":"e1"},"type":"hub.changed"}])");

    QTest::newRow("a lead from a script") << B("generic") << B("new_lead") << none
        << B(R"({"event_type":"new_lead","entity":"The Glasshouse","name":"Ada Berg","email":"ADA@b.example","message":"Do you have a yoga class on Mondays?","id":7})")
        << B(R"([{"data":{"contact":{"email":"ada@b.example","first_name":"Ada","full_name":"Ada Berg","last_name":"Berg","message":"Do you have a yoga class on Mondays?"},"email":"ADA@b.example","entity":"The Glasshouse","id":7,"message":"Do you have a yoga class on Mondays?","name":"Ada Berg","source_id":"7"},"entity":"The Glasshouse","text":"Do you have a yoga class on Mondays?","type":"new_lead"}])");
    QTest::newRow("a booking in the console's own words") << B("generic") << B("Booking.Created") << none
        << B(R"({"id":"e9","data":{"booking":{"id":"b1","starts_at":"2026-12-01T10:00:00Z"},"contact":{"email":"a@b.example","vip":true}},"occurred_at":"2026-11-23T09:00:00Z"})")
        << B(R"([{"at":"2026-11-23T09:00:00.000Z","data":{"booking":{"id":"b1","starts_at":"2026-12-01T10:00:00Z"},"contact":{"email":"a@b.example","vip":true},"source_id":"e9"},"type":"booking_created"}])");
    QTest::newRow("a form without a type is a lead when it has an address") << B("generic") << B("untyped") << B(R"({"content-type":"application/x-www-form-urlencoded"})") << B("email=a%40b.example")
        << B(R"([{"data":{"contact":{"email":"a@b.example"},"email":"a@b.example"},"type":"lead_capture"}])");
    QTest::newRow("anything else has no type") << B("generic") << B("untyped") << none << B(R"({"temperature":21})") << B(R"([{"data":{"temperature":21},"type":"untyped"}])");
    QTest::newRow("a document of a standard sender") << B("standard-webhooks") << B("payment.succeeded") << none << B(R"({"type":"payment.succeeded","timestamp":"2026-11-23T09:00:00Z","data":{"payment":{"id":"p1"}}})")
        << B(R"([{"at":"2026-11-23T09:00:00.000Z","data":{"payment":{"id":"p1"}},"type":"payment_received"}])");

    QTest::newRow("a form of the web site as JSON") << B("website-form") << B("submit") << B(R"({"content-type":"application/json"})")
        << B(R"({"form_id":"contact","entity":"The Glasshouse","workflow":"lead-to-client","sync_to_crm":true,"form_data":{"name":"Ada Berg","email":"a@b.example","interest":["Yoga","Retreat"],"message":"Hello there","newsletter":false}})")
        << B(R"([{"data":{"answers":{"email":"a@b.example","interest":"Yoga, Retreat","message":"Hello there","name":"Ada Berg","newsletter":"no"},"contact":{"email":"a@b.example","first_name":"Ada","full_name":"Ada Berg","interest":"Yoga, Retreat","last_name":"Berg","message":"Hello there"},"form":{"id":"contact"},"sync_to_crm":true,"workflow":"lead-to-client"},"entity":"The Glasshouse","text":"Hello there","type":"website_form"}])");
    QTest::newRow("Elementor, simple") << B("website-form") << B("submit") << B(R"({"content-type":"application/x-www-form-urlencoded"})")
        << B("Your+Name=Ada+Berg&E-Mail=a%40b.example&Nachricht=Gr%C3%BC%C3%9Fe&form_id=7a1&form_name=Contact")
        << B(R"([{"data":{"answers":{"E-Mail":"a@b.example","Nachricht":"Grüße","Your Name":"Ada Berg"},"contact":{"email":"a@b.example","first_name":"Ada","full_name":"Ada Berg","last_name":"Berg","message":"Grüße"},"form":{"id":"7a1","title":"Contact"}},"text":"Grüße","type":"website_form"}])");
    QTest::newRow("Elementor, advanced") << B("website-form") << B("submit") << B(R"({"content-type":"application/x-www-form-urlencoded; charset=UTF-8"})")
        << B("form[id]=7a1&form[name]=Contact&fields[name][id]=name&fields[name][type]=text&fields[name][title]=Who+are+you&fields[name][value]=Ada+Berg"
             "&fields[f2][id]=f2&fields[f2][type]=email&fields[f2][title]=Where&fields[f2][value]=a%40b.example"
             "&fields[message][title]=Message&fields[message][type]=textarea&fields[message][value]=Ada+says+hello&meta[page_url][title]=Page&meta[page_url][value]=https%3A%2F%2Fstudio.example")
        << B(R"([{"data":{"answers":{"Message":"Ada says hello","Where":"a@b.example","Who are you":"Ada Berg"},"contact":{"email":"a@b.example","first_name":"Ada","full_name":"Ada Berg","last_name":"Berg","message":"Ada says hello"},"form":{"id":"7a1","title":"Contact"}},"text":"Ada says hello","type":"website_form"}])");
    QTest::newRow("a form with a file") << B("website-form") << B("submit") << B(R"({"content-type":"multipart/form-data; boundary=b"})")
        << B("--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\na@b.example\r\n--b\r\nContent-Disposition: form-data; name=\"portfolio\"; filename=\"works.pdf\"\r\n\r\n\xFF\r\n--b--\r\n")
        << B(R"([{"data":{"answers":{"email":"a@b.example","portfolio":"[file works.pdf]"},"contact":{"email":"a@b.example"},"form":{}},"type":"website_form"}])");
}

void addBrokenPromises()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("error");
    using B = QByteArray;
    const B look = ": look at the delivery; send it again when the sender is mended";
    QTest::newRow("Typeform without response") << B("typeform") << B("form_response") << B("{}") << "the Typeform document lacks what its type promises (/form_response)" + look;
    QTest::newRow("an order without id") << B("woocommerce") << B("order.created") << B("{}") << "the WooCommerce document lacks what its type promises (/id)" + look;
    QTest::newRow("a shop without topic") << B("woocommerce") << B("unknown") << B(R"({"id":1})") << B("the delivery names no topic (X-WC-Webhook-Topic): save the webhook again in WooCommerce");
    QTest::newRow("Stripe without object") << B("stripe") << B("payment_intent.succeeded") << B("{}") << "the Stripe document lacks what its type promises (/data/object)" + look;
    QTest::newRow("Stripe without id") << B("stripe") << B("payment_intent.succeeded") << B(R"({"data":{"object":{}}})") << "the Stripe document lacks what its type promises (/data/object/id)" + look;
    QTest::newRow("a payment without amount") << B("pipit") << B("payment.succeeded") << B(R"({"id":"p","data":{"amount":"12"}})") << "the Pipit payments document lacks what its type promises (/data/amount)" + look;
    QTest::newRow("a payment without id") << B("pipit") << B("payment.succeeded") << B(R"({"data":{"amount":12}})") << "the Pipit payments document lacks what its type promises (/id)" + look;
    QTest::newRow("a subscriber without address") << B("beehiiv") << B("subscription.created") << B("{}") << "the Beehiiv document lacks what its type promises (/data/email)" + look;
    QTest::newRow("a hub event about nothing") << B("notion") << B("page.created") << B("{}") << "the Notion document lacks what its type promises (/entity/id)" + look;
    QTest::newRow("not JSON") << B("generic") << B("x") << B("{") << B("the body is not JSON (line 1, column 2)");
    QTest::newRow("members of other types than promised") << B("woocommerce") << B("order.created") << B(R"({"id":[1],"billing":7,"line_items":{}})") << "the WooCommerce document lacks what its type promises (/id)" + look;
}

void addOddTypes()
{
    QTest::addColumn<QByteArray>("source");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    using B = QByteArray;
    QTest::newRow("Typeform") << B("typeform") << B("form_response") << B(R"({"form_response":{"answers":[1,{"type":"choice","choice":7},{"type":"choices"},{"type":5},null],"definition":{"fields":[1]},"hidden":[1],"calculated":3}})");
    QTest::newRow("WooCommerce") << B("woocommerce") << B("order.updated") << B(R"({"id":1,"billing":7,"line_items":[3,null],"refunds":[1],"total":"x","customer_id":"a"})");
    QTest::newRow("Stripe") << B("stripe") << B("payment_intent.succeeded") << B(R"({"created":"x","data":{"object":{"id":"p","amount":"x","currency":5,"shipping":[],"metadata":3,"customer":{"id":4}}}})");
    QTest::newRow("Beehiiv") << B("beehiiv") << B("subscription.created") << B(R"({"data":{"email":"a","custom_fields":[1,{"name":2}],"created":-5}})");
    QTest::newRow("Notion") << B("notion") << B("page.moved") << B(R"({"entity":{"id":"a","type":4},"authors":[],"data":{"parent":3,"updated_properties":4},"timestamp":5})");
    QTest::newRow("generic") << B("generic") << B("!!!") << B(R"({"data":{"contact":5,"customer":[1],"billing":{"email":{}}},"id":{},"created":1e300})");
    QTest::newRow("website form") << B("website-form") << B("submit") << B(R"({"form_data":5,"form_id":{"a":1},"sync_to_crm":[],"x":{"y":1}})");
}

} // namespace hs::services::test
