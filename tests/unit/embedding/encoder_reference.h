#pragma once

#include <string_view>

/// What the published network itself gives in float arithmetic for these texts, counted by its own runtime: the ids of the first 128 pieces
/// and the vector as 512 signed bytes in base64 (value = scale · byte; a cosine of 0.9999 to the vector itself), with its first six values.
namespace reference {

struct Entry {
    std::string_view text, pieces;
    float first[6];
    float scale;
    std::string_view vector;
};

inline constexpr Entry Entries[] = {
    {"How old are you?",
     "728 446 31 19 54",
     {0.0387F, 0.0504F, -0.0455F, 0.0561F, -0.0601F, -0.0551F}, 4.92498455e-04F,
     "T2akcoaQfn5+7HxHY3+TggQXeUtKOGSeiMwhtVD0MG02N/Q2kj4+LOvOeOeeh0dlc4kd4X8SJvxKf8uign+GSihFkfsLdX9kH4tSheFxAV98ybB1WXFC0PWs2R4vg8SGgdWuUoRnNXPA"
     "PJd/DnMGyoMp5e/NPazx4pRrMcxuk0iGeKBLUqafmneEnHyh3nRP6ulOXo5fg46GhEyr37dmIhXBddfAH8+Wf3pmKJYVlMhWbnTIdnMWkY57E3lqk4IQOnFDRJ+EcHvCS66KVcqYdrIk"
     "2mfEeYx9dyRWNZhEkIt5uGXNp4eJenr+dn+Gf1d+Dsr+SYODJFWyrsePy5Q5R2WCb16xtIV90q/0iUT9SBWmu1OFlxJ4II54ma2avA1kroho6n6CfYcfM7r4c2y/zyo1hunudG3cSINi"
     "OYyyYIr1xIHicYU6uq6Gaxt+YzqcmGZ/GoIspIMJuKx9kVVot57j+ciIjL3Oe4Huiw+TZgg+gY9Rg/OCKQjHYGCOfdiJSmScEmGRYx/Gz0hHWJiiglENX+6HdSIXnsWPm/JqF8mK+3h2"
     "ui5Q95t0hQ0HAnZ2fBK4iHWpkbd0hG/IiY9D6H2gdyf2srsq6+9rOI41x625fIHoYoTmSW9+FL6MY2vcn2Woi2iEfPmVQ6d0J52DgfBjZyGXcvhJS3x/gk62VY0="},
    {"What is your age?",
     "379 18 37 735 54",
     {0.0089F, -0.0351F, -0.0435F, 0.0469F, -0.0556F, -0.0489F}, 4.38883285e-04F,
     "FLCda4GQf39+dHtss3+igZ7ee2hfD2eEvoV9i0LsZ3poznR/nmNTWksCfuKDgk0Bf4IDKH9rXQQhfy8MgXyKdMJBqlKgdX8jeJBZkZl/Cyt5r7N/C2pjnrnW/iQ2g+yBglRQb4F7YXHO"
     "55J/fX+Q+IRbKo2bYYiymdNdarVxhkWCfqtGaJjZjX2Dg3/JtHpa+UmvVIdfjISHgnGQ5LZqZDi8eJHFBcCDf2sgv7h4mCJQQ3ibSW2UntN+m3pgh4FndH1/M4mBfX2IKYKC6MKIL4J7"
     "onumJ4R9cGMESIn3iooxw2GLib2MfX85f3+Gf31+b/NWcoGC4xLrg4qFh4QWcGOBe2+/hI1/nYnfgXtGNyCKg9OchlZ8vZB8pM2Qind4hoJtsn+Jf4STfTgxdm8immOYjk2WfDcFcYFx"
     "o4IRdYRr7oGbfYoC34WBfH1/acq1iDx/cIM62IGEooNfhm9tj4Op76Wfic6IeIHDgoKCFgR6gYRChF2BxFyKLDaDf/+CPVK2eWWBN1GMushtaoa3gce0fKmFf1upBh2bkAhleMOCb3xj"
     "7WF5ppJ/miYbM1l8fBixkXyrjlJ8gXuMgoJ5OnaCfcqEiIydlEV5V4f3iYqCfYFAdoJGeHh9bC+6dHu9lee7q32Dd8GF44ZyZ4SBgYwpel/NalpWbH9/lvJHd4s="},
    {"I like my phone",
     "16 60 69 825",
     {-0.0515F, -0.0551F, 0.0477F, -0.0550F, -0.0471F, -0.0158F}, 4.33532125e-04F,
     "iYFugZPceHJ3onJel5SoVux9iplIfndzgbUPO112mWJ2lhxihpSBgX+ucH+PxIllsUk9PiCPCAGCmFwki5OKIbaLlIv5ncnofwd/i4Jzg79RPNUKgns7a3uF931wgqKcHIGKtjx7eXCO"
     "TKsZ8X+DjG5ugkmEZ0x+ckN/o7FctW1/h3+EbGqe8ct/UH4H139/sExHWt1+VI2JvX9ggYaZ43/9fIKMfZ8IoHEieERvioOBOnmFRH+kiG2Go3mChVSLc+ZMiNJ0m2mUz4mTW0JGfnl9"
     "pk1B+IZ/iLx/f3GDhYx/liWEz1BHhG53iH58fm58in/Og9AlInhzgimCR4IvdLN9fX+GkX5pg4d/pf9zwYV3iIJrg1hGkbyYj/9+m3uGeYjefyBOdoN9fmVLgeeKHILsjZjVdH6DVnWB"
     "jQzkbnR8IfimS15iCSGEuoKop3yj7mqawZh/jXx/ynB/mnmBh4SCf7YdhKuGaHd1hYaBeuJrg6GEuqF8AYF7gYydhId8tIPrF4SB2MyFoMl3foh7bp93gX6cfmvLqYqCwn99e/GTFTOC"
     "TX1/iIRQun54hoSngYGG+IJNJ9HsgWF9f/wqtnWOADdLjIGJl3LnSYR6SX55fW5/eobBfIF/nn0EfxtChv8b1YNtaJSHdpI+dSF35pd+fVh/5nVozma16HGBL4M="},
    {"a",
     "11",
     {0.0399F, -0.0490F, 0.0490F, -0.0264F, 0.0313F, -0.0490F}, 3.86148721e-04F,
     "Z4F/vFGBf4F/gX9tgemBj470f3+JZ3/FgoN/eoGBij1/gm1ohIN/g39ffoIZRn9/f4F/eYGCtyGhaYHPgX+BgX9+g21/eEaffn9/nmp/fXomg4Juf3eQgYGHgcSOgYFykC/9f4F/SH9/"
     "ioVSgfOZgXyBfYuBpk2BgYF/gYF9gXF82nuBgWSCg2eChXi5gXx/fn5/c4F+hIKCAH2Bpvp/hqp2D3+GAn98nu15foF363mBU39ugXx/nXrTf3dWgYGCf2h/en/oYX5XfAaBbX9/foF/"
     "gX9/foGCfhp/ZyiBdIJ/gnKBwYGJg4MNiX9/zix/e3FhgnOBdJSBgXWBb4ENf4PWf1Acl3x/o37Ff4mBeIN+gYp1g5V/9oF/gYGYf5F/fx1/iH6Bf4F/RA1+f39Kf38mkn+M1H15fn9f"
     "gX+dfH92a2+Bf3/Qg4GBnpKHfnl8+39/f/OVFYN+f39/ZX9/enOBgn+BVIGBf3+Bz4KIfBWC5YGNrXeBf32Gf2WBf4F/f7mCIn+BNoyBgX9/f8mBgX9/gnqsd09ef4OBgYHmf4GCh39/"
     "f4GCgn19boGBgnZ/fCiB0oF2goGBY39/Pn9/j39/5H9uhX6D0YF9f3+BmIF/f4F3qYF/B389a4J/doGCjH13fYM8W4OBd4FN5n+HfoSBfGKBg5p9cn9/g3uBf4M="},
    {"Hello, world!",
     "341 4125 8 311 78",
     {-0.0425F, -0.0508F, -0.0060F, -0.0474F, -0.0490F, -0.0537F}, 4.64470896e-04F,
     "pZPzmpaMeWx3hYSWhMyKd0y6JnW+wf+xsyh9rH1y5jBxgnjXg4IklLQyeolDjCY3fpt9bWw8Zd4CLp+CjJuJpXl/PFFsrrOjAop8jIJ//UVwhJl3jn11tQWil7/JhppNfoOveAePb1//"
     "vLlC0k98jJzhYZelFWQ3WMt5iKJq4EhRapekp3+UimzjXWCwgnl5TLxpykeHJIGgi3x9nAttb4Z+eopsKBNLg181nmN9q75XeX5U13ZTq8GDoXEL9nhvyCGYfZ01rpNnWweBymd+EZop"
     "j39Ufhkkbnx5ehOWUoRGkILaXoXt6U5gLH18XtLdg2qgm7Uo0WCTS/CDPIKjKm6ncX2TSe9uonBadbX6bo6cnq59kQbHJLR5x9iGjkh4e3aCWMr1doh4dYx9qPqEdYiKkyPMzQ/yfHyT"
     "mJydURldjgqBR8/m+Z+BfonCnHm9wnvXD6aRn9srh3h/lX3dSf6OeX2HZp5LbnuQj7SEf4yUg5iHfHtGaZ/Ex+aEXYrIg4V995G+LKqgeXt8eoKLfvajjVSXnjCFf6Cdg7EUbyNouSbU"
     "KYiYgYxhH5YthFKoXHHyCKyJqYnybDN91I56wXOkFINz2z6Js5IYV46ajkGGdWx8d4q46gx15Xx0fIx+jhkUzXYgxuOCt56M0XSqvjKPeDqRqIsb7dJ/tTGHPHs="},
    {"The quick brown fox jumps over the lazy dog.",
     "34 2280 3744 1394 152 2009 7 132 9 6266 959 6",
     {-0.0135F, -0.0426F, 0.0368F, -0.0059F, -0.0082F, 0.0648F}, 5.49276103e-04F,
     "57ND9fF2WZuKWXlOnoaddIxR/OJan6OGjHPLdA1aQIN7tvWm3FtFIKUkbuMeMHI5b2jcehVX6h+PsqylNp2UILLlozqag/KoXzKB0Wx+3ZbqSLc5e1HnkS9k0Ynt2KQ+vS/0mQdJ0PmI"
     "20rpCj52/K1cIqd1n187bHPTz/V0STJshW+WkGz7nApXhFkpaFgeQtOMmI2V8c+h/Nb4NztwmRG0TM8bWy2482Sl4CiQzG9uGNcqc1Ve+SP6vGOafhJJVqymi3MRQ5O5SpyREYK6IDhf"
     "xdxjhn6GOOorHU4IKagLEuDXWBxEpRJcftddrN96UeCEgqG9MF/WnDOUYYTManvXTDzjWJ8HRmFJPyJlual4tG0wlNdova/j3CxBfU/rLu7LGuYmfZt3y4ZX3qaeJd3XnX0gD15LAOhR"
     "jQh/5/NIuF1kbX4h5gvoo9h8fm15PflQjOqdt2mrCEsw0HODd6Oadh2Sk1f7LvfFm6Lib5WfkJRwFRC39o6qI6HfGJGj2M6gHByVghZecjdjkQw5G804pYx6GEZmOAnXw0qxb7h4hfk2"
     "YZra/LNCfeOUw4fHg5U13vH6vq+OcEsI0wJ3TGR+u4x7XJ2rYCn3mAKLcBWgdp1rLqH/ZkBxmP8DLLI/RqVAzs4YFLOyltaQo6VfUVk7VhzeSd04W6l2UxDSMhk="},
    {"Invoices are due within 30 days of receipt; late payment costs 1.5 % a month.",
     "133 963 947 7 31 905 1022 810 537 14 137 353 1120 17 138 1069 3107 2138 1109 411 30 388 11 737 6",
     {-0.0132F, -0.0583F, 0.0437F, -0.0008F, -0.0008F, 0.0064F}, 5.93918104e-04F,
     "6p5K//8LrsjAFd2spbO3XKIJ5Uyx0/wKri5H+Yut0jtch0ZB2aSB3LNZR8pQEY3YeCDRMAkHs1KEOdzrTb2XcLemXtUaVwtS6chFxK9VI50QrpBXk1b8wXzvWfTnLfxWpP4f622esi8L"
     "p8Buv7QvGfqi02UT362+t+ZW1hevYtQjP1y2Ji2xu+03DXNNAtdZGL5K6+eivhJ/zeD5iCZ49EfkVJcQoRwt4Bt5a+BZfnEiT85RNmiYhveZZkeZehdlUVAa2rpF0boRLbWdZo/uUi17"
     "J2hGUU7zzetW7if7KYaDfyGTThuMefYOKxrqKGAGH9JJARYthMeY75mXtKibEgASqUaXggI+zWYtcojcbdMjMYiw1qcxcAXC3Xq4tQhe9UdIkrIzhoducxQ54NTSUbaaWo39J5VYlpiU"
     "rWmV68hKqqGESQKu/nXtjkamsiJlCWvVAarfqxFxy7DlR1fB2kDxVNgStr+VSvtf4qE6QFy/op3E8jKniJzelkmmZ4vSc82rSqdZo+0jyKbreEnczNowX0XzkG+JXzfSdyiSab0p1TeC"
     "MD9xRRdaiPH+PcPGnT301dUoOw8aXJFLf60krUZOtONNcSf32fFGwXqUA16wbVcHMo4cgv3qDSO2XjiRxR1ftXD+a40Za8WY/EMSCaQkVq+qbZhlBBiM7mXmhOw="},
    {"How do I cancel my membership and get my money back?",
     "728 64 16 5233 69 1586 1172 12 81 69 406 163 54",
     {0.0505F, -0.0559F, 0.0508F, -0.0605F, 0.0551F, -0.0484F}, 4.80598528e-04F,
     "aYxqgnOboHaD0ihl+9rMy2+/IHJ/qt1M4ZIJN2OO2DFsnSCJmayBpQuBSFM5kmkDbMjJfGaQa32HqokKj/G3FKNdt1phK31/lHYd0Gh6dJl2irxrTmLW4nalLG1Zl4szx4KU/Xyni2Lp"
     "xvFZcpFzYeufRnCk3ZidDJq649xqiahdf8aP5Ve+qH56UX/3CTUk50SpO6ZrrOV/5YnRhaYWx+xWHouakYjMLEx+aBc5fXNfzNpTFWCvkYL9PDdrfUemdlqC7jUb2PsYXxuGf+OB6exf"
     "pYJozD2JH27+v5VzXYGBf1TGdTqVewhyYWFSfmU2gthoeX6CgyyG44NEXY6j6hl8aJw8qzqHUHsOoow6fVPbYI6GyIxa16L3HW28X2xRGRN4maz8goR3ciBLB8OP/heEfcyIQfnfQZil"
     "xIydZCcWF6+BjYd65Fhdz1WdaHMaywhO3o6KfElze30ei2oLqIh/qX59iiKSRHwck4aIKn8Tf/CFkuCBqTODg4TFeHZ5bI3DfpQFev6N6I9WEX2VMaaEQ9gkin3lfaN+ejzUeHqOAzeC"
     "fEMF3m7xvB9fT7h2M3uReJhqKKLMf9x9f7sZiV9AxGEAeXSZv4FuhH+b2duSWX53Zf6YgYGye4GImJGWQlFsiW52mZLKfo5dzqlEf2GkXYeDWIF8UWikqXUGgic="},
    {"Our refund policy: full refunds up to 14 days before the retreat, half after that.",
     "2603 137 5906 1978 57 650 137 5906 7 79 10 919 537 218 9 137 6901 8 776 160 20 6",
     {0.0317F, -0.0343F, 0.0605F, -0.0002F, 0.0540F, -0.0274F}, 5.59435879e-04F,
     "OcNsAGHPIGiCTaM/rNCdUjst/l9SyJUlx1jfov+UKRgj2U5LyaGBfDeXatiHVr7+Zd875gSp22DHV4Oh/+irU9piXEzhMgJt4eDHtVB3eDNDhk1myGD8iWbwSi0dG6R3i6wr6focy2/5"
     "3bBFEvJ5djKDvL1EoKcA5qv4YpXhUrOxUtXo1lTdp7tR8nFaNEcLVbgsp+3cCwh5q70DEr5AhWgeQhxci+5Y/S51eKnrS2AnUhxf5CgntJ+eV2UiZKTtfFWu6XdglIYxbYrxU4gq6x3M"
     "h9YLT1SJZzZYycVA14+DelkaHQUPbI9CfxtodFf5u9hhUSI4kdgPhL2l+q68HaLIdZISj0uB0PH2ap9ZGGOie/tns/nSa7a7AmHyowE16KdwwBZ3g4x/ZDdVXjuSLiOiaDGTEY683Jao"
     "psWLH/axFISwCuyFnBPAzcaZblZxGBlhIej7Dyx7DbhL83QkQhAdn98aDH+6JRhgvtCjVPRno6A5pXmNPbgxmWGNYoRkeFbEVrJeYOo6ozZRUWIJKuY9XzFvi1ynW37+8Qjlb/usmzK1"
     "KFqXacc01a9Sfz7i9joIysYsYuKzfMBfbqzvmz0JwYdlcnOezhpuinWC2pCDYVk6SZYpgtKUbZ2GhjIp2rqxlI9tUZn1YNP5sFsd7UfpZpWFcYNZOJuSOAVPknA="},
    {"don't won't can't it's",
     "101 13 17 458 13 17 42 13 17 21 13 7",
     {-0.0048F, -0.0049F, 0.0599F, 0.0199F, -0.0543F, -0.0222F}, 6.43543254e-04F,
     "+PhdH6zdRh+nwiMQuc+2EHDwLTsbUWLO5gjvR5/vJ1gpiGColCg/M0uy6raeN9YWCByZIXf3HsLqVqjC3Aug5VE23NMXURnLZLlmoEB+1M5isu0ZMlESr4sN9NPvmWG/VLPDM4Hn/0So"
     "5slb8N8yrNr4LeXlYCmkvMfF2JFLBxmbNTO89Uu2kdLr8FCklONU9zFCLtSkEaG7VUQRzd4GwSHnXJ4cXim7nFTcUo3/zHHy1OcDdmakrVfM02onvq9XQOXwPxkZslg3KtGWMkPCOJPd"
     "nI438crSSWBVKs36QKnCH0bGIIo09DjX1HVMUQt64QbNJUWxwKO5OoiJLY8PYzA6dxacwh5CrXoctz5mwfsR3KpwmuUbGcthjfhJIjNPVTP1LDIaVpZwOwN5UBGeSftC+V6xp2AGKVQm"
     "yOLuX65XoVjGhUlJubePHYzXEmE3lhUtp5dM7LRCV2xKDnp1Tkx/5XLLQUkdK9w5muapP6FGrTedN7xUPsPdXyX5JIYKXpIhZHGqrx9w+CBhONSoNT74H0Gn0BEOBuZHpgLYJIXR+G9W"
     "bLInzwzyyC7NmuTB3fczIejMJQxFaURw91/8rf5X/1hl9knZ0a8UnPsp0GJkXtAjpYHlJgX5QBpB49LZ69cwlKt10ZuYF0gjD/UfG9dPeTfU/pirX0Zq/lSvPMI="},
    {"ERR-4012 SKU#99-A/B <tag> {json: [1,2,3]} \\path\\to\\file",
     "30 1430 294 24 1958 1587 114 402 364 3020 1994 24 192 68 190 4787 17 891 1431 1723 785 513 57 763 363 8 288 8 360 471 1814 4402 "
     "3431 1708 266 1708 5221",
     {-0.0050F, -0.0555F, 0.0734F, 0.0046F, 0.0608F, 0.0130F}, 6.52278209e-04F,
     "+KtxB10UUZ5EmQDVj06Qtq5mjkPG/NoIXu/7UBE5f1rq1zJyss+OezfGbYYyJpNPZCUTHD3+DDrp5/RZk6vNQt/XbglJhqyCulze6PVk/NLi6ivsJlHAZRhFD1ek9OsN366SEpCl3xTP"
     "Cswz67//T+Ha8xNNpseV9TJcr59Uu1VD1AW+1Qipiy2/0WNFEBVQK/1b2vVhtawjBj4EO7Ebk0f+TPwvmDxd1k5pXKfI6W2EJ05hKBN45NIK6UgZ3677k8TBqh376iZTB0IkRukNRw5X"
     "nzsbxlWaAWRsz9uKIrlPvtpQwQHo1OIIMUJWStFWpdu4BwT76SOeH/Shto+YUQAPU2TkWvHGECStyyiGTI1DroVuyXCu0rIf3GHIN+sOSFyw2ANJCq90FK1e/kQlI8Sd8hZThbsY5ELq"
     "wla0+/Y+2lHvOUQkCU0dm0jr+mPGQ1+2XFcMos57DJsjWGeE5tgHsVceovSPSp6Y8kuNagtoleqUeM4a+vX1VPgnTp5uBi8gkrb+0EwhEqlK1jQ7o6NHxHfixz4mSapyClTZGi04a+0F"
     "L/HUpFGzHpWRreXiw1sNL56iVODVYs/ydNRwvVfp0lEoFkDS70DmGgG2xpW+e51xFtA6ZFpkbuw218aws9M2/RtYNOXo9SHENVI4AilnXAVMGB8ssPDN8djdLB4="},
    {"Привет, как дела?",
     "30 0 7976 7955 0 7954 7949 8 30 0 7950 0 30 0 7954 0 7950 54",
     {0.0433F, 0.0176F, -0.0378F, -0.0158F, -0.0519F, 0.0421F}, 4.21295368e-04F,
     "Zyqm24VkVYN/f1bagXyE3H5Z1WVYVoF8fpm5RgyJdD2F02Lfg+mCfqise3IDxkKqf/x6CpKCUtVuJvN0gl6Be4GmGWo8soOPOG2Yg6h/tEl/xNR/Yn5uf25/fX+w9oEnx8p+doGKOYEj"
     "8YhigYSBk4qIHnx/YGOFgcQWgY2Xg+p2xBh4gaKFg3+2go9wgX9yd598oH5+3YHHgR6DfOh0eG97sH9xgn+BeHV/gYF0jnqBhn7mkkJ/Ik6DlJt/PA2L1Ht+04OMUQMifkl/HHWDgjQx"
     "hFmrcSRMkH98Lm3iUYSKwWt/koScUF19f5l+dn5/v1Z8BHd5h9610i2DZ4GTZ4SUfn9/foGrXmipCH2DfoN/nYM3iXqBR6h/xmF/h3N7gk9+QqV/DYJ/wpN/TUqEeWLijHFqgtQse8uN"
     "gYGFetKBe9KCf45/gn6GQ3+GhnyFf35Veok3f4Fyf3982n/vbXN+mX+Bk4Urf5AohH6CRoGEmJGcbqCFgWNecpp/j4R+cpoefz+IEYx9h5p9fq2BgoOBgX+uVliCf4I3soZsga6B435K"
     "gpqHgbV85YpEmuU7CGseeIEYD4KJeC5/wqtkqH0duHmB6keC/YGCfnqPf4H4eYF+gYJ/cYF/f4JeDI7/hXx9f31+f8yCtfaRfEwIfpGBfoGEgsR6lViEeGXBf30="},
    {"日本語のテキスト",
     "30 0",
     {-0.0324F, -0.0391F, 0.0499F, 0.0396F, -0.0156F, -0.0520F}, 4.18490195e-04F,
     "s6N3X9uEdIFyhXpChYeBf4J/kX+GGHBAjHkodYGCTHN4jnuKgaGBggxsc4F9dZp/f5B/fuqW0nOEHYGOgXKCd0kzkqN+nrGpf39OilJ/cj+bkIFUhC7y34x7a7NYM4PauIFBeYEZf0J8"
     "gYEAgfaggYKGfyuXQYSBhoF1h4GDb35/rmmBlH2egneCk3/ki3J/k3t9hKRTgoGSrnGC9Rx9hH1Af2uRo1mdiXvjfoF/jxe+N3+cl3d+gWYrTX+Nd4GUaF2Gf39/v312f/dayMV/fYl+"
     "iH5dTGCDf5p/Jnx5IIF+0nlqY4GCdIF5JH9/jup/flZxiH09tY0kp6qBXYjkf1Yna3jys597mH5+a4aNfYk4g49rkofFxuXShHCQNRVOw0dgessHV4F/eYJ+b06ofpxVpHRTgYiuK3+D"
     "gVKccVmf0H2Gf1p3gouBvoOE1Hx4Nn+VfpMXVhR/d+5/lX9rSXyDhcuCOJUwfH2BrZOLfo2DhKnLUBlwe4R8fKj3foJ+fw+MgYKSkpaJ3nB/fwCBgX59Tn/8YXqDft6JlEqCf47htn86"
     "n4GLgYd6JoaFhGHt8GkLiIF2goIFZGd+fWp/l3l+qXFlWSCDfL15bXuBl8R7foJ8P4V1gn48f7p/eJeehuu8U8zsfnGCfoWBe2jA+4KsfjkCoIJ0cn8LJUiCfXY="},
    {"한국어 문장입니다",
     "30 0 30 0",
     {-0.0426F, -0.0446F, 0.0293F, 0.0437F, -0.0156F, -0.0449F}, 4.36253758e-04F,
     "nppDZNyZfIFomGrrh+yCf49/gn+DwU3yomgKcYKD3l1euXWTgsKBkzbEc5J7SY9td7V9emyUBVCKlYGXo/WEbJlFLAt3h5CMfn+mhUV/c7Ydt4hghGJMeyB+flx4TYMByIE3aoave4xP"
     "gYG7gcEbgpOEf0NTd4WCnoIsiYKDT39/iFiDhnyThHWDxG1+i35/snNni9D4g4GHG3iLdhNBgnxVfUbGnWeLlnTlbYF/jTWBHX5SOkF+hF3cC3bDboKQvme6cn194mxEf9V/xw95a7Zs"
     "g3uijHuFfkF/W3x5VYF1ixp+loOOdYF7am5+uBl+dOVmpnlrAo9lof2HJYYafmI3eH40RYpLmnl2LoWFZ5BVioV8lZqEzRyRimwU0DWLsgwtdxN19IF/d4J9aXCMeYlRiVQngYOiYn2B"
     "gr+aSE+HBH6efGB9g7KCiJuaHH5KXH+4fqlCfkV/dfV+m3+yc0/BjE6Bl811eX2Bl+CZd4KeoCrqaE4zToN8Yow2eoN9f++8lomEpZ7X7h1/f2iBjdpyHX9gR32Wev8WxBqGYeOm2H9E"
     "kIGCgYZ1JY2PiS2g7SMuG4F1g5A6dlF+emp7n3Ru5GYpXtyHfsmdVm6DpC9DfoN/i5h2gyFvf6V6dcqhhLPwXZRtfVaDfoqBeEg7J4OVfbh93J5oXmmCQDKMfXk="},
    {"שלום עולם",
     "30 0 30 0",
     {-0.0426F, -0.0446F, 0.0293F, 0.0437F, -0.0156F, -0.0449F}, 4.36253758e-04F,
     "nppDZNyZfIFomGrrh+yCf49/gn+DwU3yomgKcYKD3l1euXWTgsKBkzbEc5J7SY9td7V9emyUBVCKlYGXo/WEbJlFLAt3h5CMfn+mhUV/c7Ydt4hghGJMeyB+flx4TYMByIE3aoave4xP"
     "gYG7gcEbgpOEf0NTd4WCnoIsiYKDT39/iFiDhnyThHWDxG1+i35/snNni9D4g4GHG3iLdhNBgnxVfUbGnWeLlnTlbYF/jTWBHX5SOkF+hF3cC3bDboKQvme6cn194mxEf9V/xw95a7Zs"
     "g3uijHuFfkF/W3x5VYF1ixp+loOOdYF7am5+uBl+dOVmpnlrAo9lof2HJYYafmI3eH40RYpLmnl2LoWFZ5BVioV8lZqEzRyRimwU0DWLsgwtdxN19IF/d4J9aXCMeYlRiVQngYOiYn2B"
     "gr+aSE+HBH6efGB9g7KCiJuaHH5KXH+4fqlCfkV/dfV+m3+yc0/BjE6Bl811eX2Bl+CZd4KeoCrqaE4zToN8Yow2eoN9f++8lomEpZ7X7h1/f2iBjdpyHX9gR32Wev8WxBqGYeOm2H9E"
     "kIGCgYZ1JY2PiS2g7SMuG4F1g5A6dlF+emp7n3Ru5GYpXtyHfsmdVm6DpC9DfoN/i5h2gyFvf6V6dcqhhLPwXZRtfVaDfoqBeEg7J4OVfbh93J5oXmmCQDKMfXk="},
    {"مرحبا بالعالم",
     "30 7982 0 7940 30 0 7940 7952 0 7940 7952 7982",
     {0.0102F, 0.0297F, -0.0565F, -0.0292F, -0.0501F, 0.0382F}, 4.63303003e-04F,
     "FkCGwZRS5Yx+gijEhniBO5V5gtqNaGs8YmBtfaKXZxaBkneMgpaXY2+4fZTWqoc6fhhbHDaS6jlB4inbipCGUoeNcJPOiYKFfHS3jEN/RCzq/6RFhXBHemt+a3iqz4dau6BCRoK+7dqJ"
     "go143s2NnLSH7tJ+OJbVmYZ0jIX1uFh+N2y4hw2ThVzmjTBqC3h3frR0hHJ/4IKMXSuvfN+Zzzt4dJvr7kWFr1Bkgrg8hHCC2n5wb3l+llz+p2x9Z5Cr0EBLlqpUgmOYf7FklNgYivZ7"
     "x3r1Bhaav3536XgzSIV07oN+qZDAp9VrfkJ1dX1/w3Fi3kVum7zIj9GDcoRadrKHen5R5YkegWMRlurVa4h+hLt5nOOB7gBupX5+qcEtrTXNcEW0EYd/foV3c0yrZttCm2tvhEH7WD2D"
     "iiuM0Y+Jf+jrXWATgnGFZVLBcX0+Vn4zWvmWfXN5xHt9hn2CXuV2hHuBhaekegkbov6YZp6NhPnhcPmxuIF7KY19oYFhfZmV74KEy0IzsId7RIOfkYV+y3UgeHaJfJN6m2S/+1ztrjVO"
     "rXqDhu+cq4MNhQ2L0nl3X4FZo4u5aKR88fhzi18ym3eiQoKD6tfosRfghZfle4J/gaRRfI/5fqt7rIK5hQabcgRveUuObOCHIG9kCsjbeoX/ZY8tSglVOQOgevc="},
    {"Café naïve façade — “quoted” … déjà vu",
     "823 209 1133 1216 0 105 1138 6801 2398 405 77 1699 849 26 236 718 602 1133 785 4969 1174 194",
     {0.0094F, 0.0438F, -0.0517F, 0.0207F, -0.0579F, -0.0476F}, 5.17780152e-04F,
     "ElWcKJCk+phwZq1wr1uMUxP9WYKjWjR6lmh53fDBg96YJVYMrMRfpwsYc3dkH/wheKBotWOJ7NTPspD0j5mG5ildfUehZsEkmzZMmdNrdvwvdzM6VndsZ0hwj3KIE4bQhiZLLIIs/4LO"
     "81hejL7TkHjCDBJ7dZiIL4NRj7uFB3A/InUr2umiuX/w+6S3j1/T0TJt8H7AA62OeLvTLgSURziZVJSw83yIonNygrNKOlTn7Qt9KUZ60FyPqQ5+V3YGPmwsyS9t8ruPX7clEnF31kl2"
     "otM4kRPHnFwv+ZhOZww4QQMsIVRn2oZuasx8RlOjaOVWeXV+R8KbXsKXmIpWGTfQ7n67ebVGpr5ChQeUkadE6Vp800yCEOd+wod/xGY1Oy8N2B5Z1oVtyOtxfUStVWTaFpb/742tawY/"
     "hpITVBXLmE6Teh9/wWarBXGfPXtrr1Sx9xwJf+eSXRM8I3gS8gehcH2Op+/SfWcdB8SWFJWUlY5qfemphMpk1ON0eY/nHXtOeQm9qWgroXVxfYWFRoYO6nTyGMUJesKqep+ggmQxinf0"
     "bjKTMV31krPMCnan2Lp2YYJGOl9wbydZ93Ja820XzAQxdqKEbJaY1c2EfmugdY99gc1+Uo59fsmxFghKda4icPM/PY25FciLuw19FbFEYo631eBhcrpiJ8uXc/Q="},
    {"ｆｕｌｌ ｗｉｄｔｈ ﬁligree ½ ² ℃ Ⅷ",
     "650 7916 1480 336 2859 207 7935 288 193 30 6739 176 651 109 109 109",
     {0.0215F, -0.0302F, -0.0057F, -0.0496F, 0.0405F, -0.0180F}, 6.12604278e-04F,
     "I8/3r0LjP48jch060TeOt/x1HdkaZiNcq0ht+o6mTnYaKAp8srzqMRMOCBS4Kq0O9bkxtqlmHFTYQMv2hN+t9ZfD27owJqWMbm9pnPx//iYnRsPS5mVS9uHUXAbDJNFcj9IfKYtBTqsy"
     "6uhdqdqb6IdK8BZ5jHLY83sVIKTKr1NxiiycDtGmiilC52ZcvGEE3vYspztAY9y41UWIS71phE4xYD8dqD4nJxbMTrqW8EWhReAab1NoyGettG+479HKWWbqLSDwIFvQxHQzwSlBRK9U"
     "sVRA1fWvwGNiHtD/ANxd2RagZ64ki95FtnFu8Dt6zR2CdS5YqWHdrA6Tl5GbdBoMGdUTt6Yb2RU2I+7/ArUM27bjrwCUmqaxxiFPFs0y/mMFAjRVeZ1MBkY/Gz0bS9KbsbBastMVHvkR"
     "iGFZyi0hmGNweaAU+umi8EbO9nMXx1THxv9PVARyOfFR/Eg8rZ4mMjqtj+qwYtfL7RjlO5ntlxDCT1/FvUlgDUWp6YdQx1S0xZRbjN74m8ohTmanj6F0MFrEFig+OPKznVqeI92wxRZS"
     "3Y84m90S+Q+buzikq7BdIIeyJRtFGE9qdCdp8TjtQ1BOeAOi3Od30BaDG7ujd6oL64hpa61qk9lWYDS49Z4k37UwcOebmRTwvj0eI9Z2al46mXrttty53iChQq0="},
    {"😀😀 hello 🎉 party 👩‍👩‍👧",
     "30 0 2002 102 30 0 1152 30 0",
     {0.0450F, 0.0036F, -0.0433F, -0.0437F, 0.0128F, -0.0474F}, 4.89443247e-04F,
     "XAeopxqfbpEwxyL/ndmJJw9ogy2qBnf6V8LqNuSLYMEV81+Mh+OCnBSyciV7TA7XGCkJbm2d7fqNoYOQF5eMVphz/WoehP7dNXurhDF/dptSh6MMwFIFfk5UfnI3Sodu4o6lD5E+KrJb"
     "mJs+OXCPkLmuf67lPoctsrEQkpAfwH9+0cyExHKkgkDxbFJ75nth0FEmc5RahYaGtvieIZH+sgZ+eToOn0aR32qMSIN+VRSDPHtcL1lxzGhiqWmWPp6moCE9dWAFdXRRfMxyuBXNZZPv"
     "mHSHqE9LfHl+cW9lvYEOqPZ9hqKcZ4tzWnRkZk97iWp5BxhLmKPNJYvMsYnddioiR315VJNKoG8ptIuZdcn5nYl97uuZlnq0ewqYjWusgi/rbwZguYZ+A55wnD+QRPfexdm1gfyHbmGB"
     "ibKI+DuDZGiGYtdpio2MX/nprnsqVQiIc6DRfNV/fGNuw368cQp5knvAkp03c3WFpNui3aGE2W3QGJOGOYr4iYWyXol+dblfipmHUhureLh3TreVCrxkenyuzHtAfKpDHFHHPxUBLX4w"
     "lIiGgqhWwAsKmMc2T2r2Y4F7g6bPRW1471J+r3Lbm7GyrPGQco6KWXawoN8IapFw9sVapaM1f4xELKIq1SlqS6d8GXWGX4ObxmckXM6QeMIriqBw7SyIJIOkeXA="},
    {"éclair combining",
     "30 1133 131 316 369 1982 2996 23",
     {-0.0599F, -0.0431F, 0.0370F, -0.0204F, -0.0517F, -0.0333F}, 4.85962330e-04F,
     "hadM1pa7EYr7Mrk8mC2DiO1xEoaVUXs1xzlkStOh4RpPtmRMiPp5o9oaPNp3LjY6fR55Dp6EiwXQxYi7g/SIMVkxVL/HdIiCfHwrrh5/wr0iVgksxnc0d5x0vXKoWIMmll93fJotaYF5"
     "iY99gqJDjAUKrqh9dsODUZOxyL6NwEhqoG8E12SVnX+f5YQBjnYPoTDvRRyYiYaQfV3rQbdCo1SDXp6et32LO3YQg4dY1BKw2ngxh8x+obv/xzx6YJxKMLivXnfvMXJ0rqF3Tm4hbogg"
     "r3J5XVHvk3Zm3cf7ulBLkLfCpdRmw4R5WTVwkTZ+TYNb4zJ7b8BKz42HjoEKfn5nX289f93DhnNwm4qGktFr0Z9uuYWE0vh9ssB9SWaoL0Qb/U6TLJB8sKR7ZbSlaZ/0vYv3naBSUF9X"
     "gSZXea5vjnwpWH58mHzBMUb5e3w1nUqN6dCxfSp/6VN2Wnxs58mv4F+B67yva3eJq3uMRoXXhbCDdnAkmZcefpllapdpRjzcaSRO2XKLIlZ9kOiIgZF3lH0UtiU2d/XfWcFGnLp+F1d9"
     "U6GCgghMn6CJgkhLd9f04IForJWTanpzaTxjMn0/UxHY7YmZWIKWhqWCf3Avfod9gYJ2zLp/fzOsZ9GdtUMQd9N41FGTAkuzMGU/ZJY9cIjPHy6ne8qm3HGiegA="},
    {"x 𝒜𝓁𝑔 math letters",
     "649 723 143 4728 695 7",
     {0.0544F, -0.0575F, -0.0554F, 0.0322F, -0.0553F, -0.0468F}, 4.52940858e-04F,
     "eIGGR4aZWpz4SyAPonm2gZR3205XghxrcjWkfIFEfnl8iON/iTVmxv14foHRdxtweDZzfUR/hHnLUl65ggr1jfL3uVZ/eoKCDn5jkUN/H6/mO5UKbjR+cnl8zsqb3dlJooSDYI5x+4Uh"
     "n5t34oJkgoJK2YcIyi6C7ZOEtoYLgXx/gXuRhXuShXeljDh/OWt/Lf4vpdULgYmrRZmaX4F5gruyeXZygnrbb6Ql65xwxFmBF3t/a4N/J4Rodmdcl6e1qZ2Cg36Cf3V5gbmCfKr2fzF/"
     "0XR9kCeBoTp/t26Unol+gpuQhSOBf2Q4xcN2gdx6rplSgiDX8JV6paeh84PrdNkVcWueu612mn7i+IOODYNdh4F4l+qWKjJ/guZ6fa+YV3yDg3x7f4h8nCB3o9vYZsyCaJrsTpl/P3fz"
     "hESOqlb9DCB190p/TleMhL/CnH0+f3Jz9nssMrV7VqRfcUByj4mJhnOCkoqCc3KDkMDsdeW+gY2LTX5lGnn8Lc9OZYjVAtU6zLkt63CGfVx7V2+JgqZ+3X6ah230f3V/fLePLB2iX6l/"
     "YZGBiXdXXtKNgob1b8J+h4GDg4+genZsf756+QcP73o3C+PFdqP4+IaKSYevfqB+Ip1mcwd3b0h0fd2MmZSNJHB1k3yobRLnOsWBK57yZn90Yn+lX2fSY3uBObc="},
    {"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
     "74 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 2969 192",
     {-0.0034F, 0.0562F, -0.0062F, -0.0398F, -0.0589F, -0.0555F}, 4.66503878e-04F,
     "+Xjzq4KJRi0Rn4GIo8q3QBIh7/XDeU1jIEl5lFu2fvxpgXfhhcF7/udnfjON2HhbfM0ven6mdbNLP7bJjcCCind8K0V2sWiFd7V4hH5/erZ9uHdZZzcmjYIXh4mpkdV5f75+b4KCT3qV"
     "an5+0LZ8ih6iQl89l3SWSX75i4Hl1FJew5nEhH+ki3F8fJCE4HM6jY9Z+D2E7ZCC33l7eY942YNreuh+c2F3vTNGS4J0mWarmVR+kWykFzKExXDyuoN+ZDualERw21w8J2+LZoF8es+s"
     "iio744TZf3p+GuV9T4ex7Y21PIHWwnoxMX5/acFrhvTlUcsOyq6rfYGGZoHKSzGFfX2JZ4WuiH5EcaKPeYRv8JibmCWYPOl6oxKQV4g1dmuBoN0yWIJ6N/t+WAaBW8GB9nMbiTjzeXt0"
     "goqfbZ87kjjerYjTaomBZIWLxloNnyaOI82Kz+93yHp0Sn8uZoa/D1tQB7h9elO4gh+Ec5itmH2kfHRlf6KKfm2BkKciQo9RP89bYVsqknt8fYSVPZMOhAUYg0yZdwqGk5dZmNtOAHtz"
     "fKX4hI+qyAbG5oaSC2KDhZiEmiCJfXJ3g4oAyQpXAzL7q9WRjYHslc4UvFiZf5GPQuYqYG9lMGknC7vGj5hgDGZEgnKCouCFo3wpYHqxfIOGS4MGzwt9mgKUUac="},
    {"supercalifragilisticexpialidocious antidisestablishmentarianism",
     "1050 2817 928 276 143 233 2098 6489 983 303 102 2907 1531 3175 281 1112 2873 284 3619 639",
     {-0.0127F, 0.0303F, -0.0156F, -0.0647F, 0.0122F, -0.0335F}, 6.09533172e-04F,
     "6zLmlhTJ47R0ESDsnv2Z5JtJAg8Q1EYJFDa087edUqUB9UlNm+FfmS93Ychrc59kWDCtD7OKv0l1IBq0i6GXReI4ZMsOBCjgNk41kuh/lsmrbbIUEli6MK5hnjqZYZXTDyX6E4jMH6Om"
     "ZvVsLMIAFKfGljvus5lLxpVqoecYONJno7Ox/+bKiAcEp0eYp1BGQfZ3wq4Fy5G1CN/YGQwZWh4hYFSi9XaxzRMWjbLfUlGfyk10Dwo8pL1MpG5f3k381HfdA0L9SXlEC1IC0N9EyBk2"
     "LT1zJCG4zzFZzDcT8EhSIOGp95il51dnRXldrfR67jk9+PLGQ57OIBuJKIXIBGPVeWPNVNrAGjqi80G8UofdwbRv3i1F5K1lqrWNisxtyG3bWFqWVZ1MW/wVFUDTXyWoX2BTHvUt+gHF"
     "h28CLpu/6yErc91fzRtP/L+crHLxM3i1cMkdDRvXOVws5WljwKnojHOfocGNdDzU4CvV7gD/wQqbZbo7veJhcRgww4opb67Sj+6koj+vv3daTdevhZJq4EG4JP6eeM1PM1PvKbhoRmpI"
     "p7fOlCwgzr37lBEcxt1v4IjA0CGK0i1umEp7QmkqphLZyK2JVK9Z5fXs9Pceeg8XpZVXW8XsWEFXsJPhnob2QAkQy32JxN/tzbgv+lXES/HMIcjcxbBpDhfGa+c="},
    {"1234567890 3.14159 1,000,000 2024-05-31",
     "575 4706 4123 4446 3407 1766 2363 1681 564 30 4804 8 793 514 3316 24 4788 24 5096",
     {0.0065F, -0.0176F, 0.0195F, 0.0593F, -0.0114F, -0.0576F}, 4.75635004e-04F,
     "DtspfeiH9Ih/GiiEjXeSe0/Tgqj5V2XOD3p9fIj3fwpChHd7g6iDZY5keI19g0jUf6Z8Gn5YfXCJfl2EhYfv9GNHNbVphZCD2H105z5/cGCqi8AsgozqbHub33iZj9gZnqaLQoS+WvqH"
     "QoR9GuKfpfrbG5x45oOmgk18kYMBmDQ8M5K/zIyDmjYByXyeFFF80i69GHiulEHzgmmMr4lVZIF7SCP7iUIlYwsOYIxjPH+dw25fpmFfjR99DXCorYf6UQWBiGx2PHxLji6T/pV/McM5"
     "hF4eYECRdFd/QFSg3LPkc8Aaza6DHleEe39+0oZ+hH5lEw3WgXr/m4aBB4XTaLmxJ3GeIIZ3l3h5pfmaK4Fbn7RIB0zxqux1CXvEg6lqEl2Ct1J7ooR1bnR9jAhFcoiN63T6gfQ3tsme"
     "hFyFjymKsoKBc4LS4haZw7qoi2+Yx3v2fZTbjKF2W5RQi32D/YiUW3/ch5qDdW3AW7iXfnDF26XN/uJ+TI2wCGXmbz1sGoleh4T9SmqCfYdgTThugbZXfEiHnlqKcd9feFW4B3RHYBOU"
     "UtHGxyOHuonBmPnTTnl/ocWMQnRqLJeJfIh5j3uxMd/1IjXngX4U03uF2suKfuJlO4ZwdilsZe9VZ9SfB7xojHI7eVvlvqWFt3VgdyN6eHmF7R8TYk7j6WOBaRc="},
    {"http://www.example.com/a/b?c=d&e=f#g",
     "290 255 461 6 773 1563 147 6 167 68 86 68 151 54 131 413 29 531 59 413 209 3020 143",
     {-0.0445F, -0.0810F, 0.0068F, 0.0405F, 0.0488F, 0.0288F}, 6.58325382e-04F,
     "vIUKPUosyI9aFNXalraaub1urgw6AN3FNVb7WNWXEUsX3wP9kCirLESaSJFfHhtfZeRDEl1bOjshGSDIs7+yK/PL3B5sweqUB18/w9x8HThX3bJFDE3Fey7wFB7wnAlDv5ugOIYKd+E0"
     "kolfp/wBrrXT7csyGr65d7dHvLUR32Dv0AKgy8yamy/52k34QehK1RTXwL3lnbFRMwnJEftG4XUASDxJvlRRPy1wW8LGrGi0ArQ+BFBdv+f0DmjzzaM5MCm1QhNR/0ZF8e/c8xVvDqR4"
     "jXBMFCDe1elduKjOUsp6m7C3m7e8xNInzk1OCkR5j/HYvkRWNGb/8fiVBYqk0y3/QSXyztpf+ysUJBuUt4titJERwL4UKbhDpNLGAagMWjuxyxRaqId4rtF3RnblXNzl+wsCqZo2xGjq"
     "tdzWC1xOmcKmNjdIMGusEi/eGVhBVXeVauCTz6x40dFuZXmCHhVY3nPj18P0QU23LDbtRr0h4sPFVizmtkwlWDQCKZqv0twFuqlZ8kVJ9RBLIRwSleEiFmjG3v7idfhvy2XQFrw6yBBY"
     "H4wSxzCIrpkBp9MZ0hb03NW+tzM4XjU8fxtrlTkK98pf9wOT2kEvMua0tuvoeNbmro7pBibuVAr089HJqa0J49LjGf2NTferFt8nC0QhYiRDTBfJKrnDFAWONfE="},
    {"▁already▁marked▁text",
     "30 506 1676 26 1515",
     {0.0522F, -0.0583F, 0.0562F, -0.0280F, 0.0417F, -0.0365F}, 4.61558687e-04F,
     "cYJ6w1qxbISP032rhxuUBqVrgWQgSbMEXKT0XYIPCn71g3NQ11/ShWa4rN6LeZEOex18Vn9ktQ6olnuMhpGGWN+dpUZ/lHOed1tw4v9/GOVZZYJ4hX58fY4VPwbLXSZ1D4GCjoh3f1ph"
     "pYGjj12RjbjhJGV53YX/ZJwdUpw1TkZsgdKEom6Gg+I5in7yLbR/OH14mrU5nrODoNpktZN4gWg6X8TI7J23FWtUejdaA3uI3eN/bW6xkf+Co2qIhIh4bByPvXp832N6eo13ex1oepBf"
     "jNGvhJQnfBZ2IHgmt4W9hHO4Y4wiCoTRbX1vz7JpTBvEk1vKaXhqBd6BTbCeRmF0e34Wg15zjn99rLUNe4FxkYGFnYVtPYYqD8P9kdvBfmpzZxd/xYF/DV58d2CBa4eXe16PgnmW9VeK"
     "ggqu+151jlyKeOWdmquKoYeghkd8iX9Rqowxb+d/fULMon6G+8x8un/3pn5Fdnj1DDIPf4G/oIyJ2YSIeIYjUW2Q65gofCKn8//CgoGQt15vfs8Ftdp+NX6Y/3ml/XhvYnBzcYPQQX9D"
     "Vgwwi323R1+MG7gxgU2OnYFzg42udmN+aHO9h0ZGAHJ7eX3xjN91T2sWqHwCfaB6Y50ltaLZcXk4cBa9hoYUjIQOTYuBdVrD0V5/e85feny4g6LkdUCQaPqHfKo="},
    {"<s> </s> extra_token_id_1 � unknown",
     "4787 7 1431 4787 68 7 1431 1501 435 266 3032 435 303 435 363 30 0 6112",
     {-0.0472F, -0.0659F, 0.0517F, 0.0255F, 0.0415F, -0.0153F}, 5.68962179e-04F,
     "rYxbLUnlWobqoRjjmwOOY4Y6gjyxAUevUQ0/faP9fjIdw1MmjzTpdGQPXoRhVKlsNVpbIDwfPTtF4EY0tAyiMiXCeMR+grSCrBye19t9VhooXCH5802/fsNn9j4wtfxLzsSTy4+dXMn1"
     "34IV7OarnweODpxWNYfssqhZO5FUm3hZ4bqW70vErTCY9kWjLSd9Dh5qp/d1h5qDaKLTePYPh3FhYyo4sE2i21EPVr8vmXSBLVtqcFt7qjos02gJqYtopRsK8EdE4Gs+RHV470JJIdJ6"
     "tCcRlXTPpC9qzR2u04pUgscekp6h0Y4LSdhVQ71m+fnpDQwyU2a4ACegKZm0fOsiX3ckPQgbdWo43wGLOIbCp49w4/e0qSkYCSr33Y+HIB6N1mwhMpB65DlVK06uTsAf4WNcgpUzCHyF"
     "sHwl88mp3nTP5HK9yBmbztreznalB32JTRL4VAZ/PuwvE3mBS0H+omewxL+QOmeZLrepVawqodIadyUU5ZRlUUQdYZVGZ2EonuHOBSwhDQZnd+COjpdf7HoN2Tjw/qV9pznICOxTDxtc"
     "nsYiwz2uzIaOsbgbvSzvCY4ZJxfuPy9RellugleYrgMP9GEqOWHQ5yVIii7ZdotqTZJUUXZIfipm1MH8kKpXsfoPRp6dct6N1DJYEOO4MW529+MolxKbCJ6NdDc="},
    {"The studio opens at 9 am on weekdays and at 10 am on Saturdays; it is closed on Sundays and on public holidays.",
     "34 5031 618 7 38 538 275 25 475 944 7 12 38 320 275 25 1784 7 138 21 18 3267 25 1813 7 12 25 556 4069 7 6",
     {-0.0257F, -0.0660F, -0.0417F, 0.0276F, 0.0298F, -0.0021F}, 5.78625054e-04F,
     "1I64MDP85bLaOQiOjQye/PGE9Dy9yFSfv/l3J/1N9ZX9hE2zscuzaI/21VAUiBUVebKCqRyyGfGaMKVhfEGpoG50PGW5pVjGum+o3adGfDBWxYtnSU4MPeScgUCGaGhFk2UPeEG90yDw"
     "nz/Xo2FaJ0wq0cgr0IztMQBCzLkpdeSpkFTNV1mn1IcbbG5HzPcAQOsrdjuNq1Uin8cwjxZqUegaIuNNwnZ2GmVKPKFVRHJFrOixS2twPWzlnzBGQktlBDBk4xIdlqZZYJK6J/TFkSxw"
     "NTVf1SLbbbXewjHepNzj/xK5QS90B9M2d3PW32FmR9T3QO9dYwfLOTmGkLYI9760s8mTwW1FCSJIcvr1rJbDkxuNoh8/H9ZVZNlS5fRek+JrqEQ7kJT9k544afDpOVsGi8LSHIiiqo/V"
     "sXuLOaIRMo+DMmiLJrL68nPOtj3uwlr989qVSGyDljgnrXSZJ3C3TELn0mLVSj3ASZRNIBuqjJYzJOJWsEWYgxCkc5pEjGZ6Ti9ekggWLr80nqUHkLpcOhdouA1dW7i1fRiKT4liiJuC"
     "2himcRDRsw56lKXswg6Zzm93xkw5bxA6RX0d5UBJTZL/oS/3nVZnQ5iyaJAaYkVH4IjYDgLc7VAsNUVgSQAuqC38VKC91G7h995ePr1RMgus3h8F/XjKG7klu6w="},
    {"zażółć gęślą jaźń",
     "30 1307 0 5540 0 7961 906 0 139 0 1838 0",
     {-0.0556F, 0.0344F, -0.0554F, -0.0464F, -0.0477F, 0.0446F}, 4.54454529e-04F,
     "hkyGmpdiM4p+UAzZg3uDon11iD8FeYnsfv4vfYqNbD2Qs3Tvhc6wc+heclJn5HVWfi4N+1SCfpdn6MhxEfSCeJe64B8cmoOce26VhWh/B6tsvNR+P3v3f9Z/XH71R4LDpFFxf5KHPoFN"
     "KYi8hIiCnhSGxcR/cKyJhYKqgbKFh3puGI56gxKoiXywgoQYmXdZQSpgpH9+84HWIka/euZC3tI5Q3lbrH2BeWN3gYFc7ySBj3pEovJ/EGqGcQB+48Y+uX1wzkD7NnQudoN/Dnjsrkvw"
     "h20ddKZvhX9kiag4zNTIoLxtgqmUWhhtfpR+fLF/szp8YHF+rxB0voeIEoFwejOye39qfKDr7X9iHD+HfZ59n8B/jnOBX+F/CuZ/xihBo2zFHzp/i4l/XTd9NSmPMlWxigF1gY2nf/OC"
     "gpqwesTSdwCXd/h/gX+F0nSZmH/HeW1GYl1Zf4F6MHV6tX+kLDXVe3+Bh4dWfn2xo3yCaoKdjdH7D76oghFXfad/DYZnaSTVfwyeZxdlw4p9VkCGiohmjX/1P3WKfZBbE4dOgaeCjXxO"
     "+X+Lgax3sIbEghnLcfnMfoHPCoabQk5toJNC1HvkTUKHtd2bRoOCVdmDf6thfYF/gYN/IoF/f428T7ONjn59fnN9f02CqOeBQKc7SwiEfYGdetYZiA2bZmmIf6g="},
    {"Ωμέγα ∫ √ π → ★ ♥ ░►",
     "30 0 7978 0 7941 30 7942 30 6579 30 7936 30 7945 30 7971 30 7678 30 7998 7999",
     {0.0066F, -0.0584F, -0.0193F, -0.0298F, -0.0390F, -0.0438F}, 4.60436436e-04F,
     "DoHWv6uhaYI8WjH4hHSGh2hbmNy6AxV6+Tu3XoLxHx83TKt/jYdwnSnXc4clVqMHenK9XKEfkntsh6jmlK6kqrm4Jyp/cYOBpHo8iet/nRpHGHdU0Hlyfn96cHsmp4N2p2Vs4YryioJY"
     "Gtd9kYNfg7OkrdsYcXiUrMxChYaCgX19gS3MhFWPg3w5l5l/3nl9EBvBKOMGjoOHCXuofIFthGg8Z3cLgX+H3hy4koJ5iEOBcHl/c8N/HtRXlwxsq4XU7gVpjVunfwwug16VenGcfsV/"
     "nH9p4jUCg31/KNjL25B5hYuHljuodKFhJmRkjk1+nvYfokZAGZK6nKKiKILNfZRJS3p8eJJgewGHKvuGMotNl4F+rgKCswN/hZFVHc29nFD+7X9kf4d8vUN5FmjJa/i5Pw9lwIJ/e34E"
     "geegrT2F6Hx9emN/ARiEgnCdNnzqeGKGfHpveRt+VeVveHekpAdVjX2BlIaDZDWBvenN8ZKCgYrCeW46gspSbx99VoRzSNtjVrKxy/6nwA95dFSBgoNNjH/kyGdZerd1/9SLhMw+Zup/"
     "YY2Bh2cu+vWNhZSYd+p+IoG/1cOfcnx7fyB9O3GNp2nhNp2Ic8aJQrKqGfeffoF/gpZ/f497fkN8c4YslLdQcVVwV6+Hf4iUX06GDXOefKJqoH98l2mGXvyBflM="},
    {"Mr. Smith met Dr. Jones in St. Louis.",
     "910 6 2771 1455 1210 6 3768 15 481 6 4342 6",
     {0.0607F, -0.0342F, -0.0299F, 0.0094F, -0.0629F, -0.0533F}, 5.09722672e-04F,
     "d73FEoWXh8AmumSJDfG7kV57chmVOaFfJ9IuoWR+vRaCgyEaj6F2e/5bI5meg5Znfqx6zk9gxDtGrH4PZbGuD2/u9VRevugHMlft+/c8HHtJvIVUi1cw64NmkoKJdEIgbErxtVoAd0Nu"
     "xmOIeQ4O2EJ/1w2xl78VlJUNcJToNPYXX2uWOlPbhj5SftyFIWV+2VGMQYTNIop/LjMng5BaObAgVtpwc6xqjx7sLQutA2NqeKdJmcQx6xmMOTyiy2h7JJXW6aJrRoV0Z5GRecqT5SA7"
     "r3FfQFNRGTKhds2L/lh3+aqEMXRfAMxRlIFUW3h+rYGqioeKZ0ATXpQanIsxcX3IsyBNxMp7HVCfrpdlutdggv4gqr23r09/XteFY5h9yE+4iLZOTYlJcbVw1TK0lJuFLfJweqd1nox3"
     "86URQht5cYlEXKCCowmqXjioZGztq6PrRn+QNmiIdXxyimcwhbXrDf5roZDCF1Rj46lz27eLgrCQsedYJ0GL9XHTdIeNi4l7dqoFqAbXe5dKgZVYJBlZNJykA8KXfpT6U2DCf5R4G061"
     "fXPx4y7EuZaZRRn7ensWk3As667tbaBPsOslflEy9lurHWKGkmd+evbxVM0qcoMORomCQ7aRrH+gjrYs+Hj6+layooKUtvhUSBie0hPfe3IXjJl4XLt+7lwBWpw="},
    {"WHY IS EVERYTHING IN CAPITALS",
     "246 350 450 3192 7335 3651 1639 3427 177 2583 1798 2090 141",
     {-0.0238F, -0.0481F, 0.0059F, 0.0403F, 0.0180F, -0.0021F}, 6.13698340e-04F,
     "2bIKQh39IDKzwgQN3knR4+yU9CtrBHMme1gOAZnEBjdi6WUhmNkFglzNcKrWQzf80rHLVXC5zkgVss+XkJrAn/Ai6/By75b2YSlGpwl7DJQ5LMyl43AK16K9Nxjexg80d7YPD/uwakmQ"
     "o51BiCMHsKZyZlIYZQG6Z63L27BOzcRD4yed9HqQD1ZN2A/+r/JMVzb5OlIujq3bLvqzJzh5y5v8dqW/bt7qAkH/DkNZJgHcp2Ye7+FJwDvh61rVMWkSTAHEKCQ4PV2mKD+oECZSPhT3"
     "yY3tg63vaFRju+NaZuQXeOvKvLWmYqRrLnpby6Uxl10NqkmbTYZO8aWKQZCnXvo5ajOUJ+TT2SIFHMWEbwkLB6+mnNMDWytFyhImBpZSa8GTCSazO5RnlcJQQLCKTe4wSyGm1i8nSTP2"
     "p1WW9fxQrgHT1sE0YaeDNIyN+WPqcAwcY473lVdtgW5glXRRpIqOxi75uCk1ciUcmhefXZWm+3Jn8FyiNTMWS+KmGbVFZ/n2kmUIsHSQrxhHUBONWdAgwlk0rpYvlK/997gWXlB2/NUD"
     "Urrlz9H8BO5nmQvgKTSkrMKOCSBHCC1Yb9FBRMDr0lT2PUcJKWokLHoStrn3dEPZTcq5sje8PsJmI8Mj7rHJvy2ggauaXmoGpxTKXKm6eQJacCGrKmUKvhmMSQw="},
    {"tabs and newlines become blanks",
     "5520 7 12 159 721 7 669 2071 1417 7",
     {0.0188F, -0.0676F, -0.0083F, -0.0256F, -0.0593F, -0.0056F}, 5.34446573e-04F,
     "I4Hx0JH1lIyl2eUPpuGktKoThPQF1/+1WALuL7XEf3WcqVQCmEWKls7wUY+te5fHcmomVwPbkKj7LWaPqMySG5iJqMR6v7CIqudhi75/CtImIsvHKGQ/ea9GbsXNL4xKrb+Z+Y1ve/V4"
     "IIMshHuixdJ8yJNjZb2iPuG8Hb0zt4d3nnyRyVTWlcHmhDlhhmMPJXIzMJ4+jfbLe/6P00Z4g2SRXFJlrvP5e2cHfxHuoQgltkfgI0/PtzVyBWVNt6Q8iDbFdDXmCWxv8yppteUBfY5e"
     "y7Qu78zveZNxlPb2lI62lXoBMcVKPAJQXHBo4TVhs5GOgc7dcGf8Y1CD5IShQyHlBn6MjGwAunUj8J21KJ9dIILdrBIzPXepAB+kXE3s5QU/ljIfOph7gdJnY6Cyd5P9NlGvgtFxRHsd"
     "ny9KacJryQQYKt3Lx9WNN7kVC3U3UQqtMO3HJ5F/AtZv2X2Ie2oIi1CvlW6SWDiICG/LL6WHx+o1LN4LKILDKPOCU5FKanPInR/chsWd521pazStoD1223eTkTvQK59/23CRVqd+8Wdk"
     "LJNWyrigYqXirKMUgtqZIoJciEKNQvZzfql2iBVBlClRMpErXyEOo0ijyUEieeMsfJ1oZW4zcyRkb0zNifQbjtpZimSSeFyJpJe0QcoCNTd1oEiUkxSiR6WXJVI="},
    {"Yoga classes for beginners, meditation workshops, and one-to-one coaching.",
     "4674 546 3363 22 1685 625 7 8 84 29 2947 171 3426 7 8 12 66 24 266 24 622 1577 23 6",
     {0.0581F, -0.0429F, -0.0635F, 0.0241F, -0.0390F, 0.0440F}, 5.02029507e-04F,
     "dKqBMLJYglhZqUtGnXC0gkmFZON36tujzR+GrXdXXrmu4HbLEXYd1926b4F6z5SJdnu+iSnm+3d5sLaGmIe1P3BXeytGwo+YPArtIvYKNRiljY5TwHLSRnZx3/ysv9xBjasNdrotWPFH"
     "Yt+7O3s0nBZ9hBxAZBdHbM6CkuVPQoFrPti7RYy9mbV6pHvXRR+cIC2Ce313BJB0yYdZATtUdwBvVWZsVMsvM1IgG8/IH2Dkeqg1pnBSZg94m2V+QGRxt8YNg6iIqp17hKKBivGM5do0"
     "D39+WcbKh4aImcFryoPWAZKHGndmbv8z3hnKMy3/i3uLYOzMWaFYl+qThq1UvpydpJ62KHh+fAwtWJLKcm2diQ0moUQM6C0A8VRlCnMII1F1jFbLVhL51HwZh05mSGaYioalYIJFo/53"
     "7BA6L5MvdIQf+Nadpa1SPn2YiEF1d6pbZdgOWXqWPQkXhqO3dllcYjJQmrWLJVuKFiixGRcgs5IrTs0lsHPZ6XBwbo16Ck159Odf+Xl7f2BNbJmCiIxKDoL/fm42fox/VV6FbotWi5g2"
     "I3xCDoSa4Yh+v6dTLoTjTcjvNW7jiXhqq3F8VFTvjbS0FHGLXSF8fjAWl0x8cntvvY5dfDmXNVBydYV1Wnbaq318y4/Fdy/5faRgLtED9ol0Xtx+mJ1/juOECn4="},
    {"What time does the evening breathing class start?",
     "379 99 300 9 4100 2926 23 816 390 54",
     {0.0319F, -0.0574F, -0.0137F, 0.0456F, -0.0514F, -0.0027F}, 4.94108601e-04F,
     "QIzkXJj6PvqCRmYnG1yxhiGbdwSx9N/azAdygTYOZ4IYgR96pX5le7AMW55No1vsf3KHHn3UpsbLfYWFg2qmyGd4+a0JclWOYXGHiaB+e6twh4tlNXsvCssGgQqLQ59ij3QbGW/FIFou"
     "okFFBX96soXKq7p6Lyw+ZnKXegYR10uFgra7ZWWfnn+n235q1HJUvXN4f0f1J+PRmEzm3JQqDMqQbognNiAmW3XrY53L2XpUG4s7Jm1/BL09+052iollX4fX8yiZPmrykZuIOoGMkzBg"
     "Hn9Tkjr9rUC2FX6zvLvfm7XN+BV+f4jwfngmz3tA7iVDaXeEa5c2iYGhhplxYeWCMlqgVYt3p3fcMLqae7WDD1WDymJvTLs3IK6j634dBoJMCD2ESryfCBIl1LqNAnKCrpaerrvINrgM"
     "uI6LuYZtcIGyaHLowKFSe3fIl2dhUCJepZvtfXmbqupeoHORIYHaeNK8t333QmKliHykvIO0BbtfUSqC+9VIhH7KEFR7z+ZSe3N9zIKLWNxrmOv8pKGPJudvnG90seCMfip+cXmHhXFj"
     "fFe3jCcTSvd3p5V+d5HegTN8kv6+c3Byg+NbVnxle4F9H+8CLYx7bYiPHl2zehkN6KN1+g0aUpJqfFLl17CqnpKLqYmXJgx7VbF4Qbh+cJLNc8h8l2Z+iYyoEgE="},
    {"When is the breathwork session tonight?",
     "439 18 9 2926 1497 3586 5317 54",
     {-0.0028F, -0.0324F, 0.0374F, 0.0470F, -0.0518F, 0.0441F}, 4.87939755e-04F,
     "+r5NYJZaHwiBK7ddK+ewjjGTcj3yDIXpH4dngfgKT4hJgvw8uX5Oc5f+eoOY0EqvfmaDYH/imQAQeJKDgXa4WEt9/6DTRmiHQMeIkr96TFB9jKpec3tp8s/awR0hdfZ2mU17eDyOdXni"
     "pT1Gn3893aCG9aV6GUbfXWrSfhPW8+GEkk+fT26jhH+IzXx8zy9DOGp5fkXoNrkU33B4W/bPn8e6bYxg0eIdpUsaVwYZsnpERJA6Tv1+4JrRSlPNkYV/NYmgH15qNHeKbYaLt4aE5P9R"
     "HXsUk7pYDWqzFDX35I2HtZdalAh/foNSf30nM3lsPNv5Rm2De45fioOKrY9reECDL3cd8K1OTmWTRqW9fiKDvRGFuXk1Op5F0Nmb4npUJIJhAWyKpZojaZ7oDHaDVXCl+7CXkqBrVz3D"
     "qIGUw4JQZ4HgnHrejYgZRXa/PG06RFlxWZ0Wdj2zJVtqs3fE5YF6dmolkH/UWwKWhnPClYEJzgBmdFCBOWSohn6dy1hgc29udU99LKmGKd10wk9WQQ2HaBB8hn15is2XNXt3ZX2IvXsW"
     "a3Pggm4BJ8Ffwk9/UZIngf1NkMcGfk9lk5nxPHZ97IF9xiBWhYFyapiVCXMoeMqqMttr+QDqbYFnX0hA90KZmJGLjoSmE3ZzDq5+XId7eYK1cIZ1jwJwiqXjXVc="},
    {"The server refused the connection: certificate expired.",
     "34 3413 5859 9 2493 57 6779 2740 369 26 6",
     {-0.0622F, -0.0634F, -0.0301F, -0.0383F, 0.0323F, -0.0565F}, 5.07792619e-04F,
     "hoPFtUCRz5OqksXIfpm4OsRphFubu28Hcggtd8+KMSNlgiOXoDeBYcdtWY+WHnh3efh/VMr/9vGNqFRbbUu3te5ee6K1k5Oen8g5w4tedX0clooCbWEoIXzITtUs2Dh1nFDKgmWvkGDq"
     "58yly8y4gtOutXytgoPGPSyMTe7mRyh9cWSJg3yrm3pdQWVobcNTy98rbQOsl6B81EvyaWBxXfR/YYKSkhSJ9TVUDOt7i3qTrzdZvhBjmogKcmffoSh68mTqU3lAurawEWgbf0pqiGx3"
     "zIFWAXa4cmBqopj5jYKS4z5OO88mR8dA6LxZ2Bn739V5AJ7XzFiE6aJ/b4+hepCTmlJOx9CbtlvUzoMOWIXKHs+ZwMCQNbMBcXsY0IG7rmoprr58g4N9crRYuYi1t4KZ/T1Jy6Rdsde/"
     "zECJF8yjUaKBZU4ElD8nVb2V5GCjzWOC2gE5j45/PF8zonuI3ZqUj+CXmGWjVlJpuBJA8+xp2I3owzGTQ42MikFMZIcZlvUVBvF03xeV/oIVbHSrTN1jEC6wiHCRe84/fNqSeLSakVKD"
     "cBhG7nPKoFuhf02zzHqY+b94hI2cdax0aviHkh+4txF0zH0cGtCnpEzBxpe1e8tnBLXpgkWoUlaUrguD2r5tik3giYF6d7yC6DQYb0C1SYuewoVc5YWgPTqFrXg="},
    {"नमस्ते दुनिया",
     "30 7956 0 7981 0 7977 30 0 7956 0 7953",
     {0.0596F, 0.0498F, -0.0151F, -0.0306F, -0.0396F, 0.0280F}, 5.09640422e-04F,
     "dWLixLI3E4x4h069rHeEaXHfyGaVLA9iYWc7cY63Y+KImG7IiC62DljretYVCIQpauHW+Q6hFfJTmvHmidWHL5m0fM8+xZOFRGf2hSp/LjIDqshDgWhJblx3ZHEUL4VmM6xrH4LLCFOI"
     "hI1ctNnr8pmcRXozX+7okZ48k4+a1Hp23eqv80Kcg0qzXeZyHnp4QdFoVG535oawm2TkVrt18dJaejxVnEaMFFrNJZB66U+CEn5tWTR6qWfWnDU3sp0qm25kYwcVR3FZ51+9vxdF0v5b"
     "0Hs/DTd8qn57R3tQ/olUwIUurJ2xUJ1GeHdveHRzkWh15GQfzYUHjQSIbYZzaQCXYHlXmLnqx3Uk2aqPdJVPmaB+mzeBQQx6wntsnxdnmUq1WRLnAIh8d+J5Rm+abXPpo1vdgZzTezOF"
     "hO6c/eaHfzuRZjC9hDCJuO6kvH36S3rNfvdNe/ZPbXd623zD8kp8hX+Eit7rcAeyzhTYApCtid7Wax2FsNBrCRgyKYJ7aKdPJ5GgqqmgoL52fZOB2457zHVBLmmUe8Irl+enwvfCEUZF"
     "vU6IgowH+ZAaiQng6xd8JYQw7JQHSM58Qxx+mGcV5UmhOyGNUZZ4FmleoDP7b4JIgZl8SJ6/cqVhIJRu8dgHbBZveDGF/bidewZhXeOMe6Dk3rkRijfGb8iFXT8="},
    {"हिन्दी में लिखा गया यह वाक्य",
     "30 0 7956 7981 0 30 0 7977 7967 30 0 7953 30 0 7953 30 0 30 0 7953 7984 7981 0",
     {0.0561F, 0.0216F, -0.0472F, -0.0441F, -0.0191F, 0.0409F}, 4.47873789e-04F,
     "fTCXntVbloN+gXa6hXyCeW2EiXmJYEVNbS8HfISmQL6BkXOLhQ6XyWrLfMy+o4H+XeaD7qOJaaZrjGYzgpmDZoLAfDE9+5iF+H0PgVB/7TQqojRZgXVBfxZ8dn4IXoF6REFvZ4H0llWH"
     "gYx1zBD0uI+D639lercvsYRNgZAKln14np+PvmWSgei3bgd9cX54O59PXnZ+sIKrrU/vcdN7zaEgfTx1llyFVGz6JoV9zFyBXn98c1Z93Xz1khVIFJApjn5/HNQ7ZX9kL9vpzFPxzSBn"
     "J3rb3hZ/wX98Znt5QYgnwIpIismnaJluf3BqeX5+hXZ++WFR1YJ2o1+DfoN9dS+GeX5khcLXqXw4BraJeoNAjJB/pA2BX3t/6X5wkZ1siULhWU4FzI5+fr1+cHrHcn1djG6mgYa7flWC"
     "ghiGqyaEf0WJefCChOiBjvyMIn9Ian0Lf0tefthofH5+mX6SZnF/gX+BgiNTeheYne0NjoSSrp8xUQSBhZl9a+jNaIF/bYpCVpCDt4mShdx8foqBpYR+ynJ1RnWJf4sbofSDoq+a9lpe"
     "qn+CgYsaPoddgyH5yB58dYEKloWiJ6t/DB9/inVe1lOEGF6CS5Z+S3p7hBEMOIFygbF+VYOLfqNtD4d3th/eeht8fNWCWbmKf8t3d9KCfoS3FZtjglqPfYuCe/Q="},
    {"The quick brown fox jumps over the lazy dog. Invoices are due within 30 days of receipt; late payment costs 1.5 % a month. How do "
     "I cancel my membership and get my money back? Our refund policy: full refunds up to 14 days before the retreat, half after that. "
     "The studio opens at 9 am on weekdays and at 10 am on Saturdays; it is closed on Sundays and on public holidays. Mr. Smith met Dr. "
     "Jones in St. Louis. Yoga classes for beginners, meditation workshops, and one-to-one coaching. What time does the evening "
     "breathing class start? The server refused the connection: certificate expired. Hello, world! How old are you? What is your age? "
     "The quick brown fox jumps over the lazy dog. Invoices are due within 30 days of receipt; late payment costs 1.5 % a month. How do "
     "I cancel my membership and get my money back? Our refund policy: full refunds up to 14 days before the retreat, half after that. "
     "The studio opens at 9 am on weekdays and at 10 am on Saturdays; it is closed on Sundays and on public holidays. Mr. Smith met Dr. "
     "Jones in St. Louis. Yoga classes for beginners, meditation workshops, and one-to-one coaching. What time does the evening "
     "breathing class start? The server refused the connection: certificate expired. Hello, world! How old are you? What is your age?",
     "34 2280 3744 1394 152 2009 7 132 9 6266 959 6 133 963 947 7 31 905 1022 810 537 14 137 353 1120 17 138 1069 3107 2138 1109 411 30 "
     "388 11 737 6 728 64 16 5233 69 1586 1172 12 81 69 406 163 54 2603 137 5906 1978 57 650 137 5906 7 79 10 919 537 218 9 137 6901 8 "
     "776 160 20 6 34 5031 618 7 38 538 275 25 475 944 7 12 38 320 275 25 1784 7 138 21 18 3267 25 1813 7 12 25 556 4069 7 6 910 6 2771 "
     "1455 1210 6 3768 15 481 6 4342 6 4674 546 3363 22 1685 625 7 8 84 29 2947 171 3426",
     {0.0612F, -0.0796F, 0.0540F, -0.0450F, 0.0142F, 0.0114F}, 7.05275538e-04F,
     "V49NwBQQuQuxFEnm/L6t9hX8IEEyuNSurecb6zQv+oc7pgbq2hGMS7yPYtg03xAhaDLWQCvmyk350ry91MriBgj5E08c3jpE2TSEtiQfQglNsMJL7Sve5zAN6qe64LQxmAMG+jzllyXR"
     "rREbTRB1Kvra9zEes9Ur9Q0R0wNHNLNf+UK7/SzmqlVJJncRJDQLFxi0C7XQnwN/yslMod5a1Mj2++VFEOBG9TVwY/j4aGVUNt9UQGMPy9LUM08Vdu8oO9vBmzU22+RQFJ+OR4Sa+ld5"
     "6fxq9XOOse/29gr2FImNcRClQ28KYP5heLkVPjI+psnxyCC9z/fk1bq81Jj+90jcEt6fukPmRUAgY5/lNxgeD/Hq2eUHENwS+1niShRLANtKnvLly6JpAb0lBenQKwXB7i/wWb5SA60E"
     "x+Ys769Q3pefLFbc51ceozgUWDVVIzsx/zuTO2XBTBAppTOYMPVZPUPUwGSt803W2b4X2zsCKZkLBCqMmfWVmezQZ9IgLrv3Warl+tbsSudChR0O/MJMGL5wsDIBfb5fZiaRYkBUngCY"
     "XCHZOOrmArVQOZ8MxPAnPOdqKwG5dMBYauEp+x531bQxUU+Z6cN0tXKvMB+qGSlfM7jUoJ/M7pDjDMoM3CkvzDNMFL/uY/rp+b4nRyfXQqi4NplPBxRCIinSnec="},
    {"word word word word word word word word word word word word word word word word word word word word word word word word word word "
     "word word word word word word word word word word word word word word word word word word word word word word word word word word "
     "word word word word word word word word word word word word word word word word word word word word word word word word word word "
     "word word word word word word word word word word word word word word word word word word word word word word word word word word "
     "word word word word word word word word word word word word word word word word word word word word word word word word word word "
     "word word word word word word word word word word",
     "1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 "
     "1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 "
     "1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 "
     "1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 "
     "1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095 1095",
     {-0.0524F, -0.0406F, -0.0410F, 0.0513F, 0.0293F, -0.0536F}, 4.49209085e-04F,
     "i6alckGJpRZ6R5Jypr2ST4GzXFExy3P1a3hpNISz84FShn80nIF5gSF9uWpsWnx+eqesdYSB6XyGEHtArYTLdoFulU1xmX+DKX57hz1/F2s6fyF6ovmErjl+g9qBegZypn4/In5te4Nq"
     "fHuPfHNwfn8/lbqTe/N+VPDegYMQFO72uZ1Gen6LNRZ6gpSDcwO3aT9c8IYpjYSDUTqvett7AmqH17vA4n6CiVuPgYE4e3qBgpN/i3xvuuKLqnxnW7N4b4JigXz7izqibwW9hoPfcZt6"
     "gnp/gmJc8ZV4ouutmEB9jFQTT6B3kix2AHIOhS1qZnyvpqBvfJGRgtCQY4aEgjp4mH+pUOP2Rm3nrn+rZoEaoQ4n9DR9eol9zrGPpoW8He2DZWaGUILVZhNGp2iMVl+ef3wjFIKtOWah"
     "gYZ9R7GLYn19bHeGg8N23iByfbZ/yHYMFjCGa1vMK1Rafm154VqUYoKChpCFII2DwIE2xcAMPFqBfIh4zlxMfKSxhLcqjzSbmXSLgXXfEH9mX1dQg4J7kPd9fg/le1MFf3qHw4NDWXj8"
     "kOfLjHIWXL+BZ9GFgYeRB4F2gX4FNC50EYlRg3qVtn1+BYOJa3/Yf6qCyWz4dH1+pKXsf6zkb39uOYpPtYGjj3eJm6KHd3OB4tN/XCp4eNF+E5XGgoN+d3U6TMg="},
};

} // namespace reference
