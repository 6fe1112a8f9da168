/*
 * Made by jwt_vectors.py with PyJWT 2.6.0 and cryptography 38.0.4: keys, and tokens that
 * are signed with them. Do not edit.
 */

static const char rsa[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQCcnVUfuNq1NqZu\n"
    "cHi1QbwTjU7UYGcXO2lVE3UOQ8EOG9KR9av3xlzf/N18XQpW2CpNsPsO/S6g5/Q5\n"
    "E+sjN4s7mNC3vQcjZEVRbogDegZw8eF/OPhH35HFP/cibZnXnK//Ux92m+cogu6v\n"
    "bxckddNJfKwxt40VtOuCPD7Z9gH63liA/W0fkK0rPFsEnTMYjawOpbWe9D+M2xY8\n"
    "OgNraY2nOlWmRUHcEo0VN1jnRga0Lh60oBV4PSepbllpMHmcWJh13Ygna3Y+eeGA\n"
    "/vsL7lEHq0d/GZiq1gsnG1o6spMoJJKzmtK5ln8XuMN95AByDYaqZTFzpzfWolTz\n"
    "TPZBzrfJAgMBAAECggEAQoUg7sRZQLbhoe7rljFBbRyL6vC3WMrHRndpNJHaod93\n"
    "ZL9wN2FteUWx3Wy3Q4O1FCKjwA4RjA55UPUA3ohs/vc9T41eRs4EEz5bTv65Vaen\n"
    "G55a9kwjYiB1G45p1YabylrH9lzppe9W6fTJY5cYExJ9IPDRX/LkRQDJwVIYLTEw\n"
    "898QO6A4ih0ZgjpJqsydIdz3Pji/V18QFkdI+H0nnUwL3QmWxrROVlwKDId6PZBJ\n"
    "t3gvZZR+GpMieefIKrbvRHo812vhTlQ9hK0hqgr0YXsVIvKnyGFDNoTjejJvF7A3\n"
    "JlzEMUVDu0qwPlsXLqRCzyM3ErgbuXw1UCCCJo0T8QKBgQDWHe1QIZJBCv4HL0RF\n"
    "YNpKmcJ7PkjMcJXduOuda5RNqISUTdfcpHVtlJjC8jra7yMcf8KKdyuvEb/9LwEM\n"
    "BWxzyCpwIWof68uEzs+ZpoVA9CafAvv3rRQguiBQhXPO7e3e7OO5Xg0aHDqa1eo8\n"
    "4MDf+mu7pUX/qqCg9VQ8DHChOwKBgQC7P+5qXfd31umAGB4SDZO+nXG69I2Z4fpT\n"
    "3ro6THDItZSsVIO6C40vS9hfzTnm0kzA4A3ax1nCnca9hODxTOpb+YDnhegYPkAK\n"
    "I0fJEbbrGfX5eIygaVl7QfnOO2OwTmEXaIE4M/o17UVTzC4Y+IdQGLmT6raUTvRv\n"
    "H7mnWG66ywKBgQDO36tiOI1ueohluK1luuYuHdFh8hO0MzMZPomnV0G6po8yGuPt\n"
    "Mpiif2f5MsDatyJdbrMvxWRXifbNUJTaYIMges1F+YLnxJKmhoreEZ293CdUizWX\n"
    "X4qK9Eo0gjwaOpgRQx/jAZP3Hj8hSn0+xIiV3wYoDs9K7ji0S1RPkFVh8QKBgDzD\n"
    "Y0fLFGokKIOzz9ZF56LcjrJ/d4/vH/+lcENI2PSY0BUYG+L8qqUldKKqA1ce+V9B\n"
    "ld1gAYXBE2QewawsLIUKM0VuU8HCOZ/QkRPzlqs2MnbxIplPdoUkBL9i0Fe/J4yk\n"
    "EgK+Az0KsQufX3ok9CwOyfHxIayA7ps87U8byFr/AoGAW1j8ERtqA0tmP/aH2FV1\n"
    "DTk6RNlVJk0o7gHHQsuHhasHj78Tzq2S32DTqI/nUF1RZTSywhshEcAX+I/wbxKg\n"
    "wytCdzJRZ46avl3bqaJtuuSStpOAVN5xQMQ94c97bLfqtM9vhwESAdELcDveUf02\n"
    "jFzPiAGYUnu2GljxjoZrkFI=\n"
    "-----END PRIVATE KEY-----\n";
static const char rsa_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAnJ1VH7jatTambnB4tUG8\n"
    "E41O1GBnFztpVRN1DkPBDhvSkfWr98Zc3/zdfF0KVtgqTbD7Dv0uoOf0ORPrIzeL\n"
    "O5jQt70HI2RFUW6IA3oGcPHhfzj4R9+RxT/3Im2Z15yv/1MfdpvnKILur28XJHXT\n"
    "SXysMbeNFbTrgjw+2fYB+t5YgP1tH5CtKzxbBJ0zGI2sDqW1nvQ/jNsWPDoDa2mN\n"
    "pzpVpkVB3BKNFTdY50YGtC4etKAVeD0nqW5ZaTB5nFiYdd2IJ2t2PnnhgP77C+5R\n"
    "B6tHfxmYqtYLJxtaOrKTKCSSs5rSuZZ/F7jDfeQAcg2GqmUxc6c31qJU80z2Qc63\n"
    "yQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
static const char rsa_short[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIICdgIBADANBgkqhkiG9w0BAQEFAASCAmAwggJcAgEAAoGBAMjJpJT1vdIdCXr4\n"
    "+HYZsuweZvNyCbOibP6B7jhhCPFC19kZu/Xyithi82O54vd5LZaEgyHR9WSwRhSq\n"
    "HkaPsJwVlpQUBaqORfMzkEx/jrhbi7TK0IOytDF4zAipamp2RBwHgOR604vq5HSp\n"
    "vU+xfgrQr2twch9pbdrphPvgN0VJAgMBAAECgYEAiLKPdEKhywytyaT7Mxxn7cz8\n"
    "9jzrUfsBDXzT/FpDxk1luo6EovtPf+ZOIdUKKsW7PcBVro7M7JH+BE+VcSCecVCY\n"
    "XQbb9P+NqjNDS62nDWCNKXJ5nQ3FvgkAry6gW+7M0SQhi/mrni3pqKnjPqQ3Ylu/\n"
    "qSByqiJXfs4E9fXLoiECQQDmn5MFpEi+FH7dg1q3IzWQyt//LfWOd2xLVxRTf8FF\n"
    "RU6nGPHlz2nplOZrkWkv3yedCakei79AZ1IkfSuFrGnVAkEA3uGgxba/MI7aOBGc\n"
    "BfrsAqJjN1LUDUs91byDPXc0sEkJHGlescCaKh4SQYu0KALAtlmMHEn9CCPHJszs\n"
    "XytTpQJAV3Xw9dTF2YBAVJV6E7YAnHaz2Dx/wZW8th3CEaCDlVehanFlW3f7fKAB\n"
    "eo3czFDe3wlI39KzpyMH3dqyZLFsOQJAVPQDZ9kkPsn0e3Ka2dyuoMJstuWnVfnb\n"
    "8+AK1h7dwmPUSTQQmAgluvADXWB2ptmFwvuW4CGDhNq+ShfJ8Ox+0QJANtOIK1fk\n"
    "kdCa/K7BXfP5lrW06Ph9mVt0A+IR4l1QxrnHlOIEPzSO2dIBky5FWRJ5JDjgG3M9\n"
    "LTRBhAyb/pcv5w==\n"
    "-----END PRIVATE KEY-----\n";
static const char rsa_short_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDIyaSU9b3SHQl6+Ph2GbLsHmbz\n"
    "cgmzomz+ge44YQjxQtfZGbv18orYYvNjueL3eS2WhIMh0fVksEYUqh5Gj7CcFZaU\n"
    "FAWqjkXzM5BMf464W4u0ytCDsrQxeMwIqWpqdkQcB4DketOL6uR0qb1PsX4K0K9r\n"
    "cHIfaW3a6YT74DdFSQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
static const char p256[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXIBwVkXHPvnOdP7l\n"
    "CTqTyHXnfuVtrkCFyRdY3O9iZF2hRANCAATu4KQGQr1l1eE6wVqwgCJ+RrHFh873\n"
    "so4C4sSu9mhxT2My33mF8cXJA/uT+/2MSo9xInQy2w48sg0J0dzOiNRd\n"
    "-----END PRIVATE KEY-----\n";
static const char p256_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE7uCkBkK9ZdXhOsFasIAifkaxxYfO\n"
    "97KOAuLErvZocU9jMt95hfHFyQP7k/v9jEqPcSJ0MtsOPLINCdHczojUXQ==\n"
    "-----END PUBLIC KEY-----\n";
static const char p384[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIG2AgEAMBAGByqGSM49AgEGBSuBBAAiBIGeMIGbAgEBBDCDBVF5x8SNogWXDrMN\n"
    "77+AWXJQqm4PsTW7xw+nDWK9HqGzpLVZHYDNTtGid13+kfahZANiAAS/vBvOkLQP\n"
    "HortVWw2suNw6CRDeUBWCSgdFwizDfCIoUTyoyY7bTuEFYcrJhVExnDq8KtxKXzq\n"
    "6HbLqnehoxHpvN2j6plHfoIKCWf1CxN+3OALKgx58b+bgN8F7BUG8P8=\n"
    "-----END PRIVATE KEY-----\n";
static const char p384_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MHYwEAYHKoZIzj0CAQYFK4EEACIDYgAEv7wbzpC0Dx6K7VVsNrLjcOgkQ3lAVgko\n"
    "HRcIsw3wiKFE8qMmO207hBWHKyYVRMZw6vCrcSl86uh2y6p3oaMR6bzdo+qZR36C\n"
    "Cgln9QsTftzgCyoMefG/m4DfBewVBvD/\n"
    "-----END PUBLIC KEY-----\n";
static const char p521[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIHuAgEAMBAGByqGSM49AgEGBSuBBAAjBIHWMIHTAgEBBEIBbnRpT6uB64mwjsD5\n"
    "Z4bzgFYr5MQTbUgUzRltesWJ8ee+1M/3F0bJ09k3hymeYMFIiqqews7nYy1ccL+G\n"
    "b6oK/XmhgYkDgYYABAGmNHZf4vnD3xc2RgC7zcYOUerDl/6bTidjWxgXknBU+tJL\n"
    "zoM4q9lCdzprd8YMR918quLNBiSwK30B90ObyCR+KwF15/bgijgd0VIW6kaC37cn\n"
    "UH82/uqe0BuJarj2oFG0IxOJFs6J0dNfPKqW9Q0FDWWivw3ly0FMyiY0Mkrctzvx\n"
    "mA==\n"
    "-----END PRIVATE KEY-----\n";
static const char p521_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQBpjR2X+L5w98XNkYAu83GDlHqw5f+\n"
    "m04nY1sYF5JwVPrSS86DOKvZQnc6a3fGDEfdfKrizQYksCt9AfdDm8gkfisBdef2\n"
    "4Io4HdFSFupGgt+3J1B/Nv7qntAbiWq49qBRtCMTiRbOidHTXzyqlvUNBQ1lor8N\n"
    "5ctBTMomNDJK3Lc78Zg=\n"
    "-----END PUBLIC KEY-----\n";
static const char k256[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgvwgPvAjQ7vy/yw1OqNq3\n"
    "hpNLTA+w4xoIq+AJo8f2dvOhRANCAAQZ3/aJyYUSW+fkHjAQTa5zCxgguN5U1NZd\n"
    "TiUG3eyut4WQdskncqgs/WsYcqMle7U633MXvPnNRiE/hQB/VFlW\n"
    "-----END PRIVATE KEY-----\n";
static const char k256_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFYwEAYHKoZIzj0CAQYFK4EEAAoDQgAEGd/2icmFElvn5B4wEE2ucwsYILjeVNTW\n"
    "XU4lBt3srreFkHbJJ3KoLP1rGHKjJXu1Ot9zF7z5zUYhP4UAf1RZVg==\n"
    "-----END PUBLIC KEY-----\n";
static const char ed25519[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIMiI5i0AGK2Azou4wzCtRWr9lx4IO33S2Rj0zLVVaEjN\n"
    "-----END PRIVATE KEY-----\n";
static const char ed25519_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA0yt1UV7EjbRgccqWI8UcQF32cqw3q+2fNs+PqmnTuc4=\n"
    "-----END PUBLIC KEY-----\n";
static const char ed448[] =
    "-----BEGIN PRIVATE KEY-----\n"
    "MEcCAQAwBQYDK2VxBDsEOcqrQCPZKl7CO/sHnWE9Mfb3x8FfNClBRaQ3wqrQtvV9\n"
    "mw8QsthEbbnqcneYLQN/2Ozy5P3cVT5BFQ==\n"
    "-----END PRIVATE KEY-----\n";
static const char ed448_public[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MEMwBQYDK2VxAzoAkP9+/KM7ituaHZbNZZhV0haNpXNuLRBstUeX56DxNh9slABU\n"
    "6ots4mrItj7uQgeO+AscsUAMNheA\n"
    "-----END PUBLIC KEY-----\n";
static const char rsa_traditional[] =
    "-----BEGIN RSA PRIVATE KEY-----\n"
    "MIIEowIBAAKCAQEAnJ1VH7jatTambnB4tUG8E41O1GBnFztpVRN1DkPBDhvSkfWr\n"
    "98Zc3/zdfF0KVtgqTbD7Dv0uoOf0ORPrIzeLO5jQt70HI2RFUW6IA3oGcPHhfzj4\n"
    "R9+RxT/3Im2Z15yv/1MfdpvnKILur28XJHXTSXysMbeNFbTrgjw+2fYB+t5YgP1t\n"
    "H5CtKzxbBJ0zGI2sDqW1nvQ/jNsWPDoDa2mNpzpVpkVB3BKNFTdY50YGtC4etKAV\n"
    "eD0nqW5ZaTB5nFiYdd2IJ2t2PnnhgP77C+5RB6tHfxmYqtYLJxtaOrKTKCSSs5rS\n"
    "uZZ/F7jDfeQAcg2GqmUxc6c31qJU80z2Qc63yQIDAQABAoIBAEKFIO7EWUC24aHu\n"
    "65YxQW0ci+rwt1jKx0Z3aTSR2qHfd2S/cDdhbXlFsd1st0ODtRQio8AOEYwOeVD1\n"
    "AN6IbP73PU+NXkbOBBM+W07+uVWnpxueWvZMI2IgdRuOadWGm8pax/Zc6aXvVun0\n"
    "yWOXGBMSfSDw0V/y5EUAycFSGC0xMPPfEDugOIodGYI6SarMnSHc9z44v1dfEBZH\n"
    "SPh9J51MC90Jlsa0TlZcCgyHej2QSbd4L2WUfhqTInnnyCq270R6PNdr4U5UPYSt\n"
    "IaoK9GF7FSLyp8hhQzaE43oybxewNyZcxDFFQ7tKsD5bFy6kQs8jNxK4G7l8NVAg\n"
    "giaNE/ECgYEA1h3tUCGSQQr+By9ERWDaSpnCez5IzHCV3bjrnWuUTaiElE3X3KR1\n"
    "bZSYwvI62u8jHH/CincrrxG//S8BDAVsc8gqcCFqH+vLhM7PmaaFQPQmnwL7960U\n"
    "ILogUIVzzu3t3uzjuV4NGhw6mtXqPODA3/pru6VF/6qgoPVUPAxwoTsCgYEAuz/u\n"
    "al33d9bpgBgeEg2Tvp1xuvSNmeH6U966OkxwyLWUrFSDuguNL0vYX8055tJMwOAN\n"
    "2sdZwp3GvYTg8UzqW/mA54XoGD5ACiNHyRG26xn1+XiMoGlZe0H5zjtjsE5hF2iB\n"
    "ODP6Ne1FU8wuGPiHUBi5k+q2lE70bx+5p1huussCgYEAzt+rYjiNbnqIZbitZbrm\n"
    "Lh3RYfITtDMzGT6Jp1dBuqaPMhrj7TKYon9n+TLA2rciXW6zL8VkV4n2zVCU2mCD\n"
    "IHrNRfmC58SSpoaK3hGdvdwnVIs1l1+KivRKNII8GjqYEUMf4wGT9x4/IUp9PsSI\n"
    "ld8GKA7PSu44tEtUT5BVYfECgYA8w2NHyxRqJCiDs8/WReei3I6yf3eP7x//pXBD\n"
    "SNj0mNAVGBvi/KqlJXSiqgNXHvlfQZXdYAGFwRNkHsGsLCyFCjNFblPBwjmf0JET\n"
    "85arNjJ28SKZT3aFJAS/YtBXvyeMpBICvgM9CrELn196JPQsDsnx8SGsgO6bPO1P\n"
    "G8ha/wKBgFtY/BEbagNLZj/2h9hVdQ05OkTZVSZNKO4Bx0LLh4WrB4+/E86tkt9g\n"
    "06iP51BdUWU0ssIbIRHAF/iP8G8SoMMrQncyUWeOmr5d26mibbrkkraTgFTecUDE\n"
    "PeHPe2y36rTPb4cBEgHRC3A73lH9Noxcz4gBmFJ7thpY8Y6Ga5BS\n"
    "-----END RSA PRIVATE KEY-----\n";
static const char rsa_public_traditional[] =
    "-----BEGIN RSA PUBLIC KEY-----\n"
    "MIIBCgKCAQEAnJ1VH7jatTambnB4tUG8E41O1GBnFztpVRN1DkPBDhvSkfWr98Zc\n"
    "3/zdfF0KVtgqTbD7Dv0uoOf0ORPrIzeLO5jQt70HI2RFUW6IA3oGcPHhfzj4R9+R\n"
    "xT/3Im2Z15yv/1MfdpvnKILur28XJHXTSXysMbeNFbTrgjw+2fYB+t5YgP1tH5Ct\n"
    "KzxbBJ0zGI2sDqW1nvQ/jNsWPDoDa2mNpzpVpkVB3BKNFTdY50YGtC4etKAVeD0n\n"
    "qW5ZaTB5nFiYdd2IJ2t2PnnhgP77C+5RB6tHfxmYqtYLJxtaOrKTKCSSs5rSuZZ/\n"
    "F7jDfeQAcg2GqmUxc6c31qJU80z2Qc63yQIDAQAB\n"
    "-----END RSA PUBLIC KEY-----\n";
static const char rsa_locked[] =
    "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"
    "MIIFLTBXBgkqhkiG9w0BBQ0wSjApBgkqhkiG9w0BBQwwHAQIrEr4846zIs4CAggA\n"
    "MAwGCCqGSIb3DQIJBQAwHQYJYIZIAWUDBAEqBBAkLqe4FhfLx4wFV3ccRzVuBIIE\n"
    "0CDb7JX0Oc6f3PWj0XBd1TwgPn+v8pfeOZaSFjKIN6ZdePVSCItYbNL+v/9iL9Vl\n"
    "JNP3mcVyskG/BOnBAUGeWv92I+AinUjcP3E8oEFfCR3fh7nhZk9XrEj8+3yQJJ64\n"
    "NW5nAP2G+L8r+8Pyy7zc7f1RY3sodIFGNaHGIvzSlm9BbHY+qNTTWm3Np0NAOwwH\n"
    "kM6Pwa6fgMv/ULfSNxwOGg0pmsHGVN2U6HN/zHbRMDkUR5LydASzROQ5u9AYgRFW\n"
    "yCqegNHIo5ma+M7ufGuvQhMJH3fwBRcUcARdjxBGfuu0/9aC7qcS4AxZ/yGdayXw\n"
    "EyIG4DXX4G+LabnvQ+4NRcWWmlrjH5GrE7CAkJW5UKXJwu1PS9460MNtKy/CzpHv\n"
    "iouD/6Lx24HK25p1l6EIzstPlBhyyVXkhogOYuj1NRXZyJSy/rPnWgEG2XnUEra1\n"
    "jZzNQOjZRysN+AR5nRuhyphcJXGHoxhRF7ocAVV/vokwHLqEnfBfm/EJx5dj9nPb\n"
    "OhBmAzJ1qskqNMa7JWTFY3APKcjxz89jq6rWM9QdQFS/gxdb4YnrbtXdFpNXLrGQ\n"
    "DILdfuQ0qz3jL7mresJTaqqVxGXg5oyh6Wc4druhFbuHaepg4S2SXBn58/zmi3m3\n"
    "3iHLZh2RAQbt8kVSOmRXjPOmYWcEOvthpGvbRT+oOszjzMPPvFh2Vo/a6ooMcCwl\n"
    "x7XzRfzAlRKI/Ts5ZxwSB1wI1Ty24Sghm7rypezed3HayGNgoWZladIZQxM8jUoz\n"
    "t3pZUBqcYOdtJOoLJUs7OmfRSNIvgi5pXJfxblmrBtvakzQdkBk8+mHWD9ImbHVW\n"
    "206Yigq+WqscCAqXs6/OBbdQnwNo/N9OhYWsf2Wi5vhnMlExRvM7HceGHK+CzFlf\n"
    "sCUjY1cxPE1oEBNy4JvZi2rQsSLFNTEA2z9LYreUf0/GNCEvs5380Gmyo9iNB112\n"
    "xtCx6FrrhBKHtMjHbulP2MEm7V2pHDBlUs0T8fhNLTj7PgihGbdkXh8SJ5bJtesb\n"
    "jjZipwXPWEET8l8ijxz/9UxpkLeMS2nKVPGvlTmUf7xgQ1ZPh5+NjvnV/uUYZa1S\n"
    "btsFTP++ohScJ/W+KHo72OCaWj9GaiDWFAE/qJMhUM785jaGmmN1Aw6QkQ8X/wJ4\n"
    "YUeA0OQuzw3CWDFqMEJCU0otof4TaP0FaQJpn/0Kw9y1DFHwTbjdio+qROBel6Zp\n"
    "rHy9KKuYmMcjtUuJgmw0ifXN6f6CNCQd3tXsPhUu/ZUCP02zOjqnatzLY067brrg\n"
    "rUB110PFKrIdSaAOFc/IpMZDUTI4Eu4cSDwTfby1QRYdjG9hGtqkJ6MHtgINnfH3\n"
    "TObZzgGztksXHMYMIU7XPRlRz/WqYgSoMP07+w7zYCZmfrgvA/1pfOo+fT8dDQ1M\n"
    "+Z69X4vgPqnFvbtEf29ymI4QSSHVhNm5jRoTiGy0N7cyz1nhm3gGhOtgcZF9g490\n"
    "87JERTr+jV1PwA3dm1l6iDvlorIUerZNxG/fBIxZuACurEQPtH5uUhp+JRzFNugB\n"
    "HXcpEaCsy33GoIU3RSojq4IkXhCgoS0wEqW213Jo3VFxUP/klEvhC5vlEFxtxG9m\n"
    "6FA/X0XyxwWddwzG2ERHhewfOY6v7sRXvkWssJ9iHlkV\n"
    "-----END ENCRYPTED PRIVATE KEY-----\n";
static const char rfc_rsa[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAofgWCuLjybRlzo0tZWJj\n"
    "NiuSfb4p4fAkd/wWJcyQoTbji9k0l8W26mPddxHmfHQp+Vaw+4qPCJrcS2mJPMEz\n"
    "P1Pt0Bm4d4QlL+yRT+SFd2lZS+pCgNMsD1W/YpRPEwOWvG6b32690r2jZ47soMZo\n"
    "9wGzjb/7OMg0LOL+bSf63kpaSHSXndS5z5rexMdbBYUsLA9e+KXBdQOS+UTo7WTB\n"
    "EMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6/I5IhlJH7aGhyxX\n"
    "FvUK+DWNmoudF8NAco9/h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXp\n"
    "oQIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
static const char rfc_p256[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEf83OJ3D2xF1Bg8vub9tLe1gHMzV7\n"
    "6e8Tus9uPHvRVEXH8UTNG72bfocs3+257rn0s2ldbqkLJK2KRiMohYjlrQ==\n"
    "-----END PUBLIC KEY-----\n";
static const char rfc_p521[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIGbMBAGByqGSM49AgEGBSuBBAAjA4GGAAQB6SkFDxJPxrxVx9U5M2Xfne9KsMIs\n"
    "sleY+TTrBOPGuuNwGlenkQ6dgb82MVno68sVXWNJ9L22zPipTFxZx6rBAaQANKZE\n"
    "DjdnUNI3H9G9wsjztx0vTuXqNDLIFcyjFWD+XZOH7HdLVYOGMOXLv1qMvgqR3QBk\n"
    "xpmaH25uZ/rd7eTIyPY=\n"
    "-----END PUBLIC KEY-----\n";
static const char rfc_ed25519[] =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
    "-----END PUBLIC KEY-----\n";

static const struct {
	const char	*algorithm, *key, *public, *token;
} made_elsewhere[] = {
	{ "RS256", rsa, rsa_public,
	    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.aXhzXtrMJ"
	    "oLvcIhFkjjRsFJacyTLVeSntOpUu9Yurfpg3i8qUBFQBfGYP0QzKga_ubMOqaqkOOM"
	    "RfoLzYdL4q2uPLZla1IFecbZjmytMrhu7wA11cGPsHF1JJasaadMipx_RjbcUxS0nc"
	    "Cgv4wpY4pimlznt2XG_dO0ZvrDsy_sFfRPMUQOxN0Qt0tdZRPvU5rkz0xEIHI1nS6v"
	    "kZE0I_vTMNjvnjCXTK55y-wK-SKbMaKJ6nRToZ5NB8gOfxeIVXzFDsxXR3WPsXTf6C"
	    "zDl9pTDB_-UT7UPZ8LBf6S0i1ZOkdxPkXWgLtdrFLt8yJPGAoXLBtNhCAg6z6zU4Gt"
	    "3Fw" },
	{ "RS384", rsa, rsa_public,
	    "eyJhbGciOiJSUzM4NCIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.EYRc93eVO"
	    "A_sD98iq27Osz2_x0j51dAZ10_Kq2QMm37UAdLNosARBTxT2MO0x6oUm56yG9QNwq5"
	    "zlAEIKZDmSkvx5cfYHyL_IVahkC5PeB8jx9RGGd-YQIVh3FU2FWU0sjzG8Mn48xFxm"
	    "dzSMWs3Du0WPch5rbgYcJsVakwXBKtJPV3dIy_Z_snrmRn2C7YSoRpgS1ZwaxKr1ms"
	    "3f_ZxNmhVLiPKzwWJaKS7vmDqkVEr24DkDpvLzwdPX1nQqMCiQd9FZ-xKE0jlJbZYr"
	    "7ZGTyRo5y4kORlul1CZVWMaw5f8gpgtVVqI5tsQtduM5auDv6QV23zocxXcZIrGMTY"
	    "GEQ" },
	{ "RS512", rsa, rsa_public,
	    "eyJhbGciOiJSUzUxMiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.nD3oSrq8-"
	    "vDT9sWnCygF7wU7hhQAtu8LEenPJi1fKkkl6BUGPRy0ctpeNhKyrZHViLm4AXfvD2e"
	    "g2vwaUztEXU7li8EAm0kM_IWzVsrbC9OnAmMuzXjV6eRS4P84uJ5sdcGmZJPl1QmaP"
	    "9us1oGon6NlSFBlsvgIc9x689T2-22w3HwXngljCJ0zQgvfACMTX9F2Gswep5Xb9Su"
	    "GZDc3bGlQWq7IVnC2WwrGzeY8zOb6gery_onSRmJxMXZscTq0-Vt_Dv69b2zQM00hU"
	    "HsxhRKry7tiwVPnJVFssrOm9p7bWj1FW46-k_yrFsB9oCqyekbOA9eeP7Z8zLFSN55"
	    "15A" },
	{ "PS256", rsa, rsa_public,
	    "eyJhbGciOiJQUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.P120z4VI5"
	    "R-DhBZZEbfmMJw3JLC2tC_KijqwAPXkWnML9nHOgkdOf33OhHwNhL6bqsnnWRVxtSX"
	    "p5UZ0RHUqQOH6d4jzPdH05KjF7YQJj8JFVgXHs_PH1Fw6ZOaNIDpH1NPlf7NGV1vpB"
	    "RU0WZjOU4djTKFRTDeh_9tORzadIvix_5mFgzl8gn5uN22-jzrKPZzetLZVcnOkOQy"
	    "-5OyHLfn7LsJFIcL8WtpDpQzLhvvzVZ5xPEJx9hLZXrwTtWdwfzARo6A4JNBWiyLU9"
	    "2wHByQrrNp04owfOzEBrPSPqykJ85w4vIJP7f8QNkgbxeXMp_8me4Wur2kkuolz4hH"
	    "bOQ" },
	{ "PS384", rsa, rsa_public,
	    "eyJhbGciOiJQUzM4NCIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.UJrg13MzK"
	    "o7oiYVAs3HcPscY_nVHHl1vtpw6MnUbWb8HDkoUCzVf_iBg81RYDJfAyNky1OHhEkn"
	    "1nZqXLpDCQfE_SAj_3T03FuYA-INOgpxUNnplwMhJ2mKMoa8xggb6aBKCAxpwBXK4P"
	    "OznXoFgo3zJcduKUjANd3kNKl5rssHLV6aNbNnTBJx393dhmZDQ9n4R4OuMe4qbOru"
	    "PdyNjkhaXExbpX6mwT1u8bNoBL4S2j5iTnadNNx0gCQ4gHNgJtzuC7_-RsBfkX_F99"
	    "E7aa5GhlhcaIrtNSgXH74aK5dXUpSq1kTLrKTDui5kQtVfdcmIZdlm2Lz97HW7ACAA"
	    "i4A" },
	{ "PS512", rsa, rsa_public,
	    "eyJhbGciOiJQUzUxMiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.QVQIXbsa6"
	    "vsx8C6LTM_cVwfz53rBNeGsiY7sJiD_sA59Pf03VjHE6pkhObZZZDy5Eeg8WIx50VF"
	    "VQdIbCN4h6_pFLNrVkdshoNeEV3GPAe57SF1g8dWMtK7p4XBtecolqh12ugNiX3NHj"
	    "L9Xxac7OHQLIpBL_f1FOq9Cccr0llyTIUvqFT4nHbLd-usaF7GTbCp9oCmznj9hBmK"
	    "qQNBXo-6ZnhGxpy17vLrgRqdYQ8ihBWxh6bweb87W2EpA0mM0wlTpLvDgBq5dG_1-j"
	    "9vvIg_mJeIGmfGqMTqgbfm5aNP3Qo28mQEPqHp2dcVbF7ne0EMoxVJxPwMxZO5-GfQ"
	    "1nA" },
	{ "ES256", p256, p256_public,
	    "eyJhbGciOiJFUzI1NiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.44Yj-cQco"
	    "cwRSyLl24KF2AqvgU3neAwLyxGEak-jKRb6uDQzBLmPLtzP3jlMr7pTEiwfj6cX5Dn"
	    "jyYRQvAw0HQ" },
	{ "ES384", p384, p384_public,
	    "eyJhbGciOiJFUzM4NCIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.u7nZzemo_"
	    "fS4d7hkTlC74MMYL6Ho3P35ACPh8EtaM-xop5AGcGoERU3wuMrH6-aJOG-0Z_E451l"
	    "5OkXefh0iEgQRpbWR7wN_3iUP8gLCnyCTpr4EVfMbkrkfA2gO-ETb" },
	{ "ES512", p521, p521_public,
	    "eyJhbGciOiJFUzUxMiIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.ADsx8qezC"
	    "8fxxI0ZZ0PekIe6zAh2p3-knv2J53vSeDvaM2zxkiYzEDwX_EmEvVnuZYE2bjO9gSR"
	    "Tjb26nVz_aO6SAAcpCqNvpRocSxzYnc99YI2cnijivSU0qaXxfDcjensz6CTYX5vL1"
	    "G7Y18lkswnWIKSZ_LfSEgOmwsy6bFJc7cH5" },
	{ "EdDSA", ed25519, ed25519_public,
	    "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.nY6QcYy2M"
	    "XFnexLLIov5YW1TuXeUY41GhNK7GQT_16b6XWAc94hZPnYcw8-0YOGr7JKMjNECf_H"
	    "wq7xOosyYBA" },
	{ "EdDSA", ed448, ed448_public,
	    "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJ0b2tlbl90eXBlIjoiYWNjZXNzI"
	    "iwiZXhwIjoxNzk1MjMzOTAwLCJpYXQiOjE3OTUyMzM2MDAsImp0aSI6IjcyMTY3N2Q"
	    "yZDZkNTQ5NGE5YTdhZDc0ZGQ3Y2EwNjQ0IiwidXNlcl9pZCI6IjI0In0.2tzzXM1DD"
	    "OBLoS7hY-JXDr8uxY7LJBcRiqoWNE9r-3Jn3LB8M2Xl14cxRd7IxT-AUm94Y-25bKq"
	    "AW5rQ1RvCTl8YSUANF121CTL-8D0iy-c9bhZWnN344QD-lBNGcFWJJn9alKRy44IKQ"
	    "BHHvyv1IwEA" },
};
