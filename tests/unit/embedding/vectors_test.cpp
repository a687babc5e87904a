#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/embedding/vectors.h"

using namespace hs::embedding;

class VectorsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aByteADimensionKeepsTheVector()
    {
        std::vector<float> vector;
        for (int i = 0; i < 768; ++i)
            vector.push_back(float(std::sin(i * 0.7) * (i % 5)));
        const Quantised bytes = quantise(vector);
        QCOMPARE(bytes.values.size(), vector.size());
        QCOMPARE(*std::max_element(bytes.values.begin(), bytes.values.end(), [](auto a, auto b) { return std::abs(a) < std::abs(b); }) % 127, 0);
        const std::vector<float> again = dequantise(bytes.scale, bytes.values);
        QCOMPARE(again.size(), vector.size());
        for (std::size_t i = 0; i < vector.size(); ++i)
            QVERIFY(std::abs(again[i] - vector[i]) <= bytes.scale * 0.5001F);
        QVERIFY(cosine(vector, again) > 0.9999);
    }
    void theScaleIsTheLargestByHundredTwentySeven()
    {
        const std::vector<float> vector{0.5F, -2.54F, 1.2F, 0};
        const Quantised bytes = quantise(vector);
        QCOMPARE(bytes.scale, 2.54F / 127);
        QCOMPARE(bytes.values, (std::vector<std::int8_t>{25, -127, 60, 0}));
    }
    void nothingStaysNothing()
    {
        const std::vector<float> null(16, 0.0F);
        QCOMPARE(quantise(null).scale, 0.0F);
        QCOMPARE(quantise(null).values, std::vector<std::int8_t>(16, 0));
        QCOMPARE(dequantise(0, quantise(null).values), null);
        QVERIFY(quantise({}).values.empty());
        std::vector<float> copy = null;
        normalise(copy);
        QCOMPARE(copy, null);
        QCOMPARE(cosine(null, std::vector<float>(16, 1.0F)), 0.0);
    }
    void whatIsNoNumberCountsAsNothing()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN(), infinite = std::numeric_limits<float>::infinity();
        const Quantised bytes = quantise(std::vector<float>{nan, 1.27F, -infinite, -0.5F});
        QCOMPARE(bytes.scale, 1.27F / 127);
        QCOMPARE(bytes.values, (std::vector<std::int8_t>{0, 127, 0, -50}));
    }
    void theSmallestAndTheLargestNumbers()
    {
        const float tiny = std::numeric_limits<float>::denorm_min(), huge = std::numeric_limits<float>::max();
        QCOMPARE(quantise(std::vector<float>{tiny, -tiny}).scale, 0.0F);
        const Quantised bytes = quantise(std::vector<float>{huge, -huge, huge / 4});
        QCOMPARE(bytes.values, (std::vector<std::int8_t>{127, -127, 32}));
        std::vector<float> large{huge, huge};
        normalise(large);
        QVERIFY(std::abs(double(large[0]) - std::sqrt(0.5)) < 1e-6);
    }
    void normalisedToLengthOne()
    {
        std::vector<float> vector{3, 0, -4};
        normalise(vector);
        QCOMPARE(vector, (std::vector<float>{0.6F, 0, -0.8F}));
    }
    void cosineOfTheAngle()
    {
        const std::vector<float> east{2, 0}, north{0, 5}, between{1, 1}, west{-3, 0};
        QCOMPARE(cosine(east, east), 1.0);
        QCOMPARE(cosine(east, west), -1.0);
        QCOMPARE(cosine(east, north), 0.0);
        QVERIFY(std::abs(cosine(east, between) - std::sqrt(0.5)) < 1e-9);
        QCOMPARE(cosine(east, std::vector<float>{1, 0, 0}), 0.0); // of another size: nothing in common
    }
};

QTEST_GUILESS_MAIN(VectorsTest)
#include "vectors_test.moc"
