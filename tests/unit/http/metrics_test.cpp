#include <thread>

#include <QtTest>

#include "engine/http/metrics.h"
#include "engine/http/server_metrics.h"

using namespace hs;

class MetricsTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void printsPrometheusText();
    void escapesHelpAndLabels();
    void printsNumbersThatReadBack();
    void countsFromManyThreads();
    void sameNameAndLabelsIsTheSameMetric();
    void countsExchanges();
};

void MetricsTest::printsPrometheusText()
{
    metrics::Registry registry;
    registry.counter("agent_actions_total", "Actions", {{"agent", "nyra"}}).add(3);
    registry.gauge("inbox_age_seconds", "Age").set(1.5);
    auto &histogram = registry.histogram("step_seconds", "Steps", {0.1, 1}, {{"kind", "x"}});
    histogram.observe(0.1); // a bound belongs to its bucket
    histogram.observe(0.5);
    histogram.observe(7);
    registry.gauges("escalations_open", "Open", [] {
        return std::vector<std::pair<metrics::Labels, double>>{{{{"class", "vip"}}, 2}, {{{"class", "legal"}}, 0}};
    });
    registry.gauges("nothing_to_tell", "Empty", [] { return std::vector<std::pair<metrics::Labels, double>>{}; });
    QCOMPARE(QByteArray::fromStdString(registry.text()),
             "# HELP agent_actions_total Actions\n"
             "# TYPE agent_actions_total counter\n"
             "agent_actions_total{agent=\"nyra\"} 3\n"
             "# HELP escalations_open Open\n"
             "# TYPE escalations_open gauge\n"
             "escalations_open{class=\"vip\"} 2\n"
             "escalations_open{class=\"legal\"} 0\n"
             "# HELP inbox_age_seconds Age\n"
             "# TYPE inbox_age_seconds gauge\n"
             "inbox_age_seconds 1.5\n"
             "# HELP step_seconds Steps\n"
             "# TYPE step_seconds histogram\n"
             "step_seconds_bucket{kind=\"x\",le=\"0.1\"} 1\n"
             "step_seconds_bucket{kind=\"x\",le=\"1\"} 2\n"
             "step_seconds_bucket{kind=\"x\",le=\"+Inf\"} 3\n"
             "step_seconds_sum{kind=\"x\"} 7.6\n"
             "step_seconds_count{kind=\"x\"} 3\n");
}

void MetricsTest::escapesHelpAndLabels()
{
    metrics::Registry registry;
    registry.counter("x_total", "a\\b\n\"c\"", {{"l", "a\\b\n\"c\""}}).add();
    QCOMPARE(QByteArray::fromStdString(registry.text()),
             "# HELP x_total a\\\\b\\n\"c\"\n# TYPE x_total counter\nx_total{l=\"a\\\\b\\n\\\"c\\\"\"} 1\n");
}

void MetricsTest::printsNumbersThatReadBack()
{
    metrics::Registry registry;
    registry.gauge("a", "h").set(0.1);
    registry.gauge("b", "h").set(std::numeric_limits<double>::infinity());
    registry.gauge("c", "h").set(std::numeric_limits<double>::quiet_NaN());
    registry.gauge("d", "h").set(-1e300);
    const auto text = QByteArray::fromStdString(registry.text());
    QVERIFY(text.contains("\na 0.1\n"));
    QVERIFY(text.contains("\nb +Inf\n"));
    QVERIFY(text.contains("\nc NaN\n"));
    QVERIFY(text.contains("\nd -1e+300\n"));
}

void MetricsTest::countsFromManyThreads()
{
    metrics::Registry registry;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int k = 0; k < 1000; ++k) {
                registry.counter("n_total", "h").add();
                registry.histogram("h_seconds", "h", {1}).observe(0.5);
            }
        });
    (void)registry.text();
    for (auto &thread : threads)
        thread.join();
    QCOMPARE(registry.counter("n_total", "h").value(), std::uint64_t(4000));
    QCOMPARE(registry.histogram("h_seconds", "h", {1}).snapshot().count, std::uint64_t(4000));
    QCOMPARE(registry.histogram("h_seconds", "h", {1}).snapshot().sum, 2000.0);
}

void MetricsTest::sameNameAndLabelsIsTheSameMetric()
{
    metrics::Registry registry;
    QCOMPARE(&registry.counter("a", "h", {{"x", "1"}}), &registry.counter("a", "other", {{"x", "1"}}));
    QVERIFY(&registry.counter("a", "h", {{"x", "1"}}) != &registry.counter("a", "h", {{"x", "2"}}));
}

void MetricsTest::countsExchanges()
{
    metrics::Registry registry;
    httpd::ServerMetrics counting(registry);
    counting.note({httpd::Method::Post, "/webhooks/{source}", 202, false, std::chrono::microseconds(1500)});
    counting.note({httpd::Method::Post, "/webhooks/{source}", 401, false, std::chrono::microseconds(200)});
    const auto text = QByteArray::fromStdString(registry.text());
    QVERIFY(text.contains("http_requests_total{route=\"/webhooks/{source}\",method=\"POST\",status=\"202\"} 1\n"));
    QVERIFY(text.contains("http_requests_rejected_total{route=\"/webhooks/{source}\",status=\"401\"} 1\n"));
    QVERIFY(!text.contains("http_requests_rejected_total{route=\"/webhooks/{source}\",status=\"202\"}"));
    QVERIFY(text.contains("http_request_duration_seconds_bucket{route=\"/webhooks/{source}\",le=\"0.0005\"} 1\n"));
    QVERIFY(text.contains("http_request_duration_seconds_count{route=\"/webhooks/{source}\"} 2\n"));
}

QTEST_GUILESS_MAIN(MetricsTest)
#include "metrics_test.moc"
