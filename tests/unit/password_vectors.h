	/* Made by password_vectors.py, Django 3.2.25. Do not edit. */
	{ "a",
	    "pbkdf2_sha256$260000$IfSxQ8JoiMUvodBqtRiuXb$orIcD4t1R9b2hJ/e"
	    "zEzAF3Ufk+FuSr5+gI1bOWO0aQ0=" },
	{ "secret",
	    "pbkdf2_sha256$62$QhpwaOtX3M6pcBYn9D1xO6$hCL9DRgpJKkMOgs2Mnmw"
	    "hQmT+cOW8e/jSXZ77Is2BOA=" },
	{ "correct horse battery staple",
	    "pbkdf2_sha256$123$1tSZUa5O8SfLgW8MBXGkqO$sltksG3MB0Kz9+JFeyg"
	    "BAO7McS8FpJJAOjPfbQBqm5E=" },
	{ "  two  spaces ",
	    "pbkdf2_sha256$184$oPNfzGIlTALDbjg47aor2b$d5OYs88JY4kFDaJ4AF+"
	    "VGKmOrIA3urPlRwcfw8tmy/8=" },
	{ "p@$$w$rd$",
	    "pbkdf2_sha256$245$kdSheK2OFyxaOs3BaufTmd$IFkEEYvfu3h8CqFqSlQ"
	    "RB67OB5mqIpwKrGbmtNBkYRo=" },
	{ "quote\042back\134slash'%s",
	    "pbkdf2_sha256$306$lICavn6RXKSWvitxtuTpi6$F5NNqukRJAwsSUspi4G"
	    "FdW1Zq6yF4fbPINvv4sYZ/bM=" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "pbkdf2_sha256$367$ZlG01Ce7gqrZOeh5ctW6jJ$qWM3Qz8BHICfXe6/A72"
	    "KM/oeSb3bWp/kHP8u0OJHYNE=" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "pbkdf2_sha256$428$MbHkbIUYu1BCZ4BR7l9JU2$Z1V+PDYkTlgxLkyZBoD"
	    "ZwBaaXRlwj3iaZd3lCsdV96k=" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "pbkdf2_sha256$489$TzHEigMZLTS9PefuMEXWxn$9qDD1qcrmy5RkEOGANW"
	    "G0CYxIoXQ5XUmh6CfLtvaiew=" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "pbkdf2_sha256$550$wLgRdCOVmHyZ9btvIFmbwU$8dXiko0HciYdB+9QISM"
	    "trdHIFwbB8T+7+mnzJTENxvY=" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "pbkdf2_sha256$611$EnjxvdUzwNSOKwe1JrtTPb$N8v48yARIfm34Ip/3D3"
	    "3puO0YFn0Vv13WFyusoNg3ec=" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "pbkdf2_sha256$672$mtBWgx2GmUUYSqUjcO0MAY$BJkJ9sPS22uSUg4lf3d"
	    "6oCRA0NRFniSZO6trH0h2eRA=" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "pbkdf2_sha256$733$edrOoAl0XPbrbJzszyDW9A$EfAwt1/Lp4BPl+ABQ6f"
	    "Her4uvysJfWQiwG/PJsojcM4=" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "pbkdf2_sha256$794$RINBBivMwhHMIdxQ5xrlxk$2fltQSgMMYGqxt5r/Js"
	    "5Gd7O1tu2++yIG+8tYZ4FuO4=" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "pbkdf2_sha256$855$Qt6tY7MGm0zxSjwLLin4iS$geb5HWMgnZkY5Lnzrv7"
	    "WRYUZ8s2DLUjPZR7H8tt+E/Y=" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "pbkdf2_sha256$916$PBN6jkcR8ZqGe3pFB9j58J$IHp+YOXdMm5xggZFMoJ"
	    "6+N5Ionk7WagFnhE2Qo2T/6c=" },
	{ "1",
	    "pbkdf2_sha256$977$fQjvFKZS80Sk5K4ItNJgTa$46udjljqFn//rGRhMUw"
	    "G7ycTyQfadASz+GAUARVbVz4=" },
	{ "a",
	    "pbkdf2_sha1$260000$tIStaw43oY9O6DkLv01Deg$gD4BldL3b0F2YOs2CN"
	    "o94rZVxqw=" },
	{ "secret",
	    "pbkdf2_sha1$62$KPM0NiROakmqg9XgVB8V17$Qk/+lRoroVuudpUHul2F57"
	    "8rO4E=" },
	{ "correct horse battery staple",
	    "pbkdf2_sha1$123$Ob0gvQpWnPL6oGXOkuZv7r$/R7RoWK4h8yUDiyV3rKfu"
	    "Rv7dCs=" },
	{ "  two  spaces ",
	    "pbkdf2_sha1$184$e0hH3CXeB6za5mzSPQ2ULa$njl5Yj0quBR0y2pUhtIaL"
	    "AQ5xfI=" },
	{ "p@$$w$rd$",
	    "pbkdf2_sha1$245$BySU2QHkeNfAa7SPikloSD$UZH0aBQ/dBFA9/P1RuDvV"
	    "U2bmXw=" },
	{ "quote\042back\134slash'%s",
	    "pbkdf2_sha1$306$FkyWx4h85xP2bcOVJfnKZf$TSnJZMtvRk6HA7Lc7/2AL"
	    "WwjAZ4=" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "pbkdf2_sha1$367$ZXADlJ3AMvI5dcVXIlW0W8$h4vhdOS61g7FOdMoA3yR5"
	    "alB/eE=" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "pbkdf2_sha1$428$jzISc5M9cbSmoS9gfVkOHP$p43kryNcyqvD3YOtlh7VJ"
	    "PeAVDY=" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "pbkdf2_sha1$489$pM8UxEkSL6gnn4C2o6JskI$ManTEF/TVYRt4RsMkht7y"
	    "hEUqw4=" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "pbkdf2_sha1$550$8S0NG6oWplrNElqbBmOC3e$kzLJBTdsS1GrUp2WWkqIS"
	    "kl0EWQ=" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "pbkdf2_sha1$611$qTxml0toYXUoPqpu4URMMC$49xcHzWVkz9Hbg77hQ7wE"
	    "ZBvigE=" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "pbkdf2_sha1$672$5wmlsKXRjept491G1sWYa2$YAawefuaR1GXT/LlNuQ5B"
	    "Dqjr2Y=" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "pbkdf2_sha1$733$Q8Iw11FLTBXGiQDBEc7meD$enE+VUQ8fqDDF+tVQktnZ"
	    "JmDILQ=" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "pbkdf2_sha1$794$l5kfAveByqESOBW1pV1GuS$0Q06b4wLzgsswcS4T2bq6"
	    "PG/fcc=" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "pbkdf2_sha1$855$YSUDQIqTAWM2o6VhHHVL5O$WV72iuHUHuG5JxSRxdoup"
	    "ydhzmc=" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "pbkdf2_sha1$916$xp16JEjxiyaMKJ5NKp8zxp$cDBJmZmANfrErG83hNTAw"
	    "nG8O/c=" },
	{ "1",
	    "pbkdf2_sha1$977$2cK8x4rWNdf6a1UvJ17Whd$+9A50/hdg1C3uEDdih0GM"
	    "GKZ1U8=" },
	{ "a",
	    "argon2$argon2id$v=19$m=102400,t=2,p=8$ek5DMk5vWGxvcVBQOXlTSz"
	    "dyeWZGdA$MuxwDP71SIw2tMSSrHkxRw" },
	{ "secret",
	    "argon2$argon2i$v=16$m=72,t=2,p=2$OGI5cXQ2dnJwWDRUVHRnaEdENks"
	    "wYg$U58pWkzRYIRlnaxf7cexRLw" },
	{ "correct horse battery staple",
	    "argon2$argon2d$v=19$m=80,t=3,p=3$c1dHRVlDN0FCRVFmakNxVVJUNHZ"
	    "scQ$5tjOtTfLlh4MqaT/FHsNWLA4" },
	{ "  two  spaces ",
	    "argon2$argon2id$v=19$m=88,t=4,p=4$Mll4RUFxOVk5SUIwbTUwR20wak"
	    "5vNA$Q2N0xo0k/+R2yZpB35tJuCjsXQ" },
	{ "p@$$w$rd$",
	    "argon2$argon2i$v=19$m=96,t=1,p=5$aEluRmRidmVuTUNhMFVBV05sSDh"
	    "GZA$xOcut8wesiel2hNW30U0YQUGfyE" },
	{ "quote\042back\134slash'%s",
	    "argon2$argon2d$v=16$m=104,t=2,p=1$dUtkN0VZMjQ0aTE1STBWSkJSUG"
	    "pTRA$NVsL9LjsNV6kpIVjQPQLB/GfTHW8" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "argon2$argon2id$v=19$m=112,t=3,p=2$UmtXUWlJQVh6b2haaEVZUEdQN"
	    "kMwMQ$/ItE9MDGtFNOKJzJhGwIeHP3K1qvdw" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "argon2$argon2i$v=19$m=120,t=4,p=3$dVdTUUI4WUpyR3RwZktmNTJtM3"
	    "lqRw$qaFVideRiFbx36I7TT5l6P5dGyrF6UE" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "argon2$argon2d$v=19$m=128,t=1,p=4$ZXh5RE1YUGlZQkxJeTBuU3l4dT"
	    "JFdA$6L8/ifZTPndvDjZB75VQY6sjmASWYluY" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "argon2$argon2id$v=16$m=136,t=2,p=5$cWZOSnlJaFhqU1RRb0JCUW9VZ"
	    "lc1SQ$VUxvbG+BIKGpx8B06cvIdZXG5GpbDjw8MA" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "argon2$argon2i$v=19$m=144,t=3,p=1$VTlhamhGS3Jxd0NvSXNhR3JCRH"
	    "IwZQ$JViEqpeuHEHnQM/3WD6yXtd0vseVUdvBfNw" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "argon2$argon2d$v=19$m=152,t=4,p=2$c0k3ZGxvY1dwUHQ4WHdLUEsyZF"
	    "lkTw$telsQXmYsPVevw+qYsWMR0KoIbAy9MDq+Isq" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "argon2$argon2id$v=19$m=160,t=1,p=3$MEU4MVYzczJ2WU5HYUxpeFVlR"
	    "1lnTw$lY7dQ4DVmihTZy6N0rMzSuPQyC1w5PHiRblNYA" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "argon2$argon2i$v=16$m=168,t=2,p=4$MjcxNlgwSlJrM1VjZjJYVFlUaj"
	    "JzYw$k8XpI58GEQh7983c1yGobTQCkE/kvlfRQKWG/v8" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "argon2$argon2d$v=19$m=176,t=3,p=5$a0JGdmNwUXBSaUdVUGl0WFJEWT"
	    "Rpcg$0W7QBEJ2PsMoV9P0FDUfcMDBOtxrGPvjNmi2Pg9J" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "argon2$argon2id$v=19$m=184,t=4,p=1$N2RzaEVGeVRoM3NsU3Z2NVhWY"
	    "XBYYQ$YPPzQDW1DnXvHxPJYdUhl/yg2jyx3joo0en6RF/fpw" },
	{ "1",
	    "argon2$argon2i$v=19$m=192,t=1,p=2$MFhhQVdXY3VlTnpVcnZyU0F3SU"
	    "lWTg$3NCXVipPQx5eANtJaGA/P1z+UOKyhqZvqBjqHBCwDWE" },
	{ "a",
	    "bcrypt_sha256$$2b$10$HsI64LYqGZK75KvPse5ncOrjFVttty.OqNpkN.l"
	    "64oYIR8xfxX/Ay" },
	{ "secret",
	    "bcrypt_sha256$$2a$05$2pUcWR1Zt/TLPGyMp9ys8eGU09ZZwqXtncOTRQF"
	    "/0Fpw99pjfxGVi" },
	{ "correct horse battery staple",
	    "bcrypt_sha256$$2b$04$RrVJCeou/oOzVSzGfqg1veewzREpljyHwk5ieVJ"
	    "qoSFTqRiAF8JUG" },
	{ "  two  spaces ",
	    "bcrypt_sha256$$2b$05$FXQkp/mMfs/nhBcW4GjQ..yhAsBZVoytiXmYhXr"
	    "xRujBu2WPnpIke" },
	{ "p@$$w$rd$",
	    "bcrypt_sha256$$2a$04$OnF.G9Ld5FVFWOFjGQE/.u4A3UrTJ6fh9xtTCfe"
	    "aQ5rkfDf1zaCTq" },
	{ "quote\042back\134slash'%s",
	    "bcrypt_sha256$$2b$05$bNsljGTtX0bb.cbiMCq1HOj.spwva7nRAu5ukDb"
	    "XSL7XYvSCT9T/u" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "bcrypt_sha256$$2b$04$jwnommDqYphIsAo/aioRAeHVRN1UrDWZWGoO1Zy"
	    "5ozowULG79evKW" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "bcrypt_sha256$$2a$05$l1yt2rhiDyjT33MS1oHnEebD1R./ztUAS6Lrqt7"
	    "PGqocHWF6Nu9KG" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "bcrypt_sha256$$2b$04$9YHiFIuT85HwvEKd0BvieO8fRjx7CeuXD5MTDAk"
	    "hzSaIVw/d2Nsuq" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "bcrypt_sha256$$2b$05$x8oxoThC9z7ES2zkGY8dCu/7ZnVUDHpAptDm9bi"
	    "4ffWeds1a2nIlO" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "bcrypt_sha256$$2a$04$QvjeJFTnwX4ujIoG5ALGKuLAekTVuSobgMMPO7n"
	    "6g5iSMAdRx9xAK" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "bcrypt_sha256$$2b$05$EUIGSMeGsbLyTbWvXlVzL.OKvfCeod2R3qNVD17"
	    "QNxDkihKWjyLDC" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "bcrypt_sha256$$2b$04$XWKdhPvEto9/8HdPzr6Uh.XA08V4CFBkPFy2LqD"
	    "hS58TBnrxKdzEm" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "bcrypt_sha256$$2a$05$SnSCDfA0x2ASxajU4Vlnbeeei09lljOpfpG7Mi0"
	    "EVWN3Ql8L1zHkq" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "bcrypt_sha256$$2b$04$Nv52YGsmRCofFdFC8IXgYeX0qyiYiIBdkUlK.MV"
	    "Aw4tz0Kphv9WWS" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "bcrypt_sha256$$2b$05$oSlCP/CGsLab8Aob16b3/ugBKXGrjJztrR0.lnS"
	    "pyZSxvILEBc5Sy" },
	{ "1",
	    "bcrypt_sha256$$2a$04$.168GU45F4zNME6Y2IvkF.3YlCmesoTy7XcG2KK"
	    "4BhVYgVc6m8P5u" },
	{ "a",
	    "bcrypt$$2b$10$z2XLH.Nf./1i/qFDaT1toe5xyT9xdPCgDH1PqoXoVcZz3E"
	    "OOWKXpe" },
	{ "secret",
	    "bcrypt$$2a$05$Awf5JuO7TwxBbeRAQxW6xeY7UIhRM2OuEjhRzEiex94kNu"
	    "8CZ5CVe" },
	{ "correct horse battery staple",
	    "bcrypt$$2b$04$cbw7ID7TC893n.swp1OKkO84QI0vWm72WDMG13xixrA/gf"
	    "NPpw09W" },
	{ "  two  spaces ",
	    "bcrypt$$2b$05$Acu8vlTwHqbP9KhS1H9LTeJFQIaVIu9BIvU.5Pg0awqQJ/"
	    "OJ0GdTC" },
	{ "p@$$w$rd$",
	    "bcrypt$$2a$04$cxHRrCalGOXaQtPS4wzgKumkuHVJhyJZSo5LohWs/69tK."
	    "/u7oEKu" },
	{ "quote\042back\134slash'%s",
	    "bcrypt$$2b$05$Qjk0KsNHDZ8dWcfs7QwxNeue8VTMVHaf3Mao6gx38C2/Wa"
	    "N7NQSIS" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "bcrypt$$2b$04$zWXglbPecUT4.EPqL8Q1aeWDj3ijWKtlR2x.tnurkFllAA"
	    "VX18Ham" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "bcrypt$$2a$05$DzwHTr3QSPtLkqm99kR.NO1TMGG4fhuDllMddjdfis6nFc"
	    "LsfZCTe" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "bcrypt$$2b$04$J.oJnoF.tLQpwVhVUpUDYuBK6utWJ1rJvx2Cx60QMoEFGZ"
	    "KK05FGu" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "bcrypt$$2b$05$3cKI2mN3mBKjgL/THjrIDeh5hAJsT.cFg0n.LgEX8gMY1h"
	    "Q5OXdqS" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "bcrypt$$2a$04$P0Qiwu8aewdyLh/XbNbRwep.ksAAhAdfhGfgEgA1FKlE8f"
	    "op4iE0a" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "bcrypt$$2b$05$hdzBybNsqQTidhFBwYf9uOk.puf3k60CGTSGMSQobKSlbm"
	    "WLSF.8y" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "bcrypt$$2b$04$qGGtbhoawLqSNl2fwKGEwuBt9doUG0XhYjuCl.qrmzunE6"
	    "6bt3jZq" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "bcrypt$$2a$05$5UmNSwgEHdkbFO3cXe4aUuqxABz.R8X.mokx4Vu7cRV7ur"
	    "aHNLMsG" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "bcrypt$$2b$04$gk0.O4/g6rUZtzHL.D.MA.7UKSY.pAVE6ZBvyw7b9g3URK"
	    "dUWG8oS" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "bcrypt$$2b$05$r4nh9ut0S9FSuC1c4pSL4.CtN0vX/lK/RBE0tzBjToyg19"
	    "SK2GbyO" },
	{ "1",
	    "bcrypt$$2a$04$6VZNtAGXyI2FrNXRp7LGm.M.B3LAswex8pOEAmw3ENsin3"
	    "u26okUS" },
	{ "a",
	    "sha1$TNAuBEEOW1h0KoZzflI8yJ$3ff4b4982fe01b319c41e44b020daa4a"
	    "a47e588b" },
	{ "secret",
	    "sha1$Zg9axPJqIDuN1V7HK7PozH$e494bc52c6c08f87b4b6a7acc5b9e4f9"
	    "c47c844c" },
	{ "correct horse battery staple",
	    "sha1$JHzMSimcs0bEXtGFuUHZWb$f95af74915d1e85d9e57a0b967052a40"
	    "79e2c4e9" },
	{ "  two  spaces ",
	    "sha1$XxG2ndPs3ZvcxSAArDQHgS$7ee214be678aa19e376616546ee10c22"
	    "184efb5a" },
	{ "p@$$w$rd$",
	    "sha1$tVdU5tTkkjrTRT5vqcrTwA$a76f0509414b058098015a57bbdf8bc4"
	    "b4cdc29a" },
	{ "quote\042back\134slash'%s",
	    "sha1$4SBzwDyIOXBZO8hHDBXQCr$ff6abe9ca174bcefd5bd2f46b7e5206f"
	    "9c8d1724" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "sha1$fLQ8jYOmebd5UaaJgVuP5O$1a2a899fc9000c34f732d234c7649f1c"
	    "3a0f216c" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "sha1$gJbcjMjeTzqYzZ9ZzSIila$64c8f4ead516387de924c42d0f689b10"
	    "56e0b2e6" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "sha1$8pRI8mCxM4rKG6oWb2lBgS$8f716ef6675b32892b16edf349db8d02"
	    "b49b13ea" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "sha1$akfFWkBUWj0u1gnKohc9pT$7e68fd06f17b8e0d5d64f77f4383b9a7"
	    "68c440ab" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "sha1$00kvQpnDhFXAy0bD552pI2$0a0dea05a7d973b452b1420b53b83994"
	    "92332107" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "sha1$X60BivBbN7fG9SNEYywI2k$ee558968a035a8a53ea4796c681dd36d"
	    "500592f9" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "sha1$bjmwghqcdI05qp09zP6Cqr$3a6564fe31a97c72b4981709188e6f0d"
	    "66d31499" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "sha1$MhHa50Y111EOOKYsW0Ap6O$9f7edcc4e0546fb537ccc0e58a606836"
	    "16f5fece" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "sha1$Y2hYbbaPr5OOP3whZtoT8m$3a0de5fff1a69ea970a2e95df0a7d039"
	    "90393ca4" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "sha1$KAC1QBva7CvdepEsuY3mrr$144ee78e4965f7276289c0ab8ca3b29f"
	    "dce86ec8" },
	{ "1",
	    "sha1$3C2CloGwAOOUYzfaVe5Fru$49a249f4ca263aae54128148a24d9f5f"
	    "3ae74b14" },
	{ "a",
	    "md5$Pl9VOmgLFKaWoHMvJu8jba$a9edb1d2252a212dffa3ba3c7082cc03" },
	{ "secret",
	    "md5$VsEdg1mi321LzPXmqj7RQW$e543917a3bbc49b6e79a7b1259e8cb0c" },
	{ "correct horse battery staple",
	    "md5$7Yh58hRTarP36wfKaHMRKb$82fe6671892f6a5f757a10a1d6e40b58" },
	{ "  two  spaces ",
	    "md5$TQfyAYOdlldCi4K7nVYIRO$31a1534e35a13768498ddc36deb41b39" },
	{ "p@$$w$rd$",
	    "md5$HxvkjP1wFt83z7hxft5Luf$7ceb8b0ac7e5afbe9cdf4814903e6c99" },
	{ "quote\042back\134slash'%s",
	    "md5$VXr2ZQK5jUr7ECkNsiQRSk$e436f76efa0a828e6d37afebb1fb25b7" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "md5$DgOkRsjwE2ugOI91mgOMGg$3f31bb85c04e37dfe9cb3ccb4a529822" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "md5$ZU2faXdF5PHve5nvc2o8U4$33dfceb8e8453e98b3be8e1b0841b50e" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "md5$m5GLYdkbVBSbOteFQoEYUr$744a1fb8a952a34115c4f90607e47fdc" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "md5$IDEkzF9St6te0ZlKxJIIqc$88a815426abb03295031607afa878b46" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "md5$avbnXF95Ae9hXzrJlDNrdd$2595b8a26b3431025d6d992912ad03ee" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "md5$UZt9Hl1RqgQv3mbXIm0Qn2$86fbde3e5af5bf9fa9e48f210c4dc105" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "md5$uFO70MHXdPH4aySpUWWA2G$46e84dc414407de8a8ee0bb679ae5d70" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "md5$hCuk9k1hMBZiqcUhUpNkke$005a18d67322cc60b84c09d5649f5853" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "md5$FTABfFsi3d9xo1CDM97gTd$e4d11e034a8b5695450c97dc4f6aed58" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "md5$xAYERjIIGwffYCUFzVv6Ti$26bdf12f5e0ef3989132d9e7c6561191" },
	{ "1",
	    "md5$Hk2kNdsAM7sNjsiC2iYbAh$8bb476916c6120857f787ebb8ede63fd" },
	{ "a",
	    "sha1$$86f7e437faa5a7fce15d1ddcb9eaeaea377667b8" },
	{ "secret",
	    "sha1$$e5e9fa1ba31ecd1ae84f75caaa474f3a663f05f4" },
	{ "correct horse battery staple",
	    "sha1$$abf7aad6438836dbe526aa231abde2d0eef74d42" },
	{ "  two  spaces ",
	    "sha1$$b002024664a1e45c1bd19193f77ab1017c60d9ae" },
	{ "p@$$w$rd$",
	    "sha1$$67dcf523d0c5efc3d1044fcf91a82b4661652ece" },
	{ "quote\042back\134slash'%s",
	    "sha1$$eabd86bcee91030199710d883cef9884de280697" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "sha1$$3ba3d6a5761ad8a60ea92b0a2fcac3e603544f42" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "sha1$$f2a845ad2e0468f764cebde131b938b192384547" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "sha1$$a9694dc2e83bf1d3dd839259eaeb984fbbd86b31" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "sha1$$886abea3a1c5d30b90cfd6efa655bbd330b05bdd" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "sha1$$cef734ba81a024479e09eb5a75b6ddae62e6abf1" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "sha1$$b6376ceaac8c20081a513ca7e5b6973ff853c149" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "sha1$$1f3dfa57c3b69132b547cac8e7f6db707679b104" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "sha1$$221a77b0c98e4b999e9f2219b0e26cf3d0a0a6de" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "sha1$$978f9c6e82349f2337d65fc7433d26823e6ce83c" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "sha1$$3b9c11cc515a4904f2863875f01915ab01dd33a2" },
	{ "1",
	    "sha1$$356a192b7913b04c54574d18c28d46e6395428ab" },
	{ "a",
	    "0cc175b9c0f1b6a831c399e269772661" },
	{ "secret",
	    "md5$$5ebe2294ecd0e0f08eab7690d2a6ee69" },
	{ "correct horse battery staple",
	    "9cc2ae8a1ba7a93da39b46fc1019c481" },
	{ "  two  spaces ",
	    "md5$$ec070904b096ab771050aac7ba5cde22" },
	{ "p@$$w$rd$",
	    "387b3e3668c83173d08a35783f6637ae" },
	{ "quote\042back\134slash'%s",
	    "md5$$ca8e84f8cd80790edc9678c86fc70b09" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "510e03c622af73e602df6031f8096920" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "md5$$2a2c3f0254e63b9fb7920cbe4981f4e6" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "4bdfe7e594ac464a91fa62453879bd49" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "md5$$a604ca13d81c11cc8cdb03d6c9102b11" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "04364420e25c512fd958a70738aa8f72" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "md5$$b0c4864f4e28d2d76929c38d87db7ed5" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "a7bee103e09b6b778a3ab1af3992843b" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "md5$$9cccb45052ee6e6c127e5efdf3cadbe7" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "8fc1cc0818b0439a54c38d800654b939" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "md5$$da66e5a2d9df7b55e2727387f133a1a3" },
	{ "1",
	    "c4ca4238a0b923820dcc509a6f75849b" },
	{ "a",
	    "crypt$$a3.ZpuOFaicHc" },
	{ "secret",
	    "crypt$$0LGXXAzuRDZNA" },
	{ "correct horse battery staple",
	    "crypt$$X0O.22w2LgonY" },
	{ "  two  spaces ",
	    "crypt$$LODPTCnu68bms" },
	{ "p@$$w$rd$",
	    "crypt$$gK7udAaVgZpVg" },
	{ "quote\042back\134slash'%s",
	    "crypt$$Mj0F9SIOjHr7c" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "crypt$$3OHC5Mx4PedE." },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "crypt$$UUmCKsginKyH6" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "crypt$$eS2TZsB3fGJgU" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "crypt$$FpJdKkS..XlL2" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "crypt$$boxHWfzwxu9zI" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "crypt$$cJ/Hqcv2ZbIFE" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "crypt$$RAAbmHL4Qvw1E" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "crypt$$kipVF98n8NC8k" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "crypt$$MM029UkpYXlSk" },
	{ "1",
	    "crypt$$NpJqw65uMiQos" },
	/* Made by password_vectors.py, Django 4.2.28. Do not edit. */
	{ "a",
	    "scrypt$16384$Cu9Pc0HsspoBulDXAWMSX5$8$1$5FZn11U3CJzsa1A1ook2"
	    "ggaLt47GijscKJRdVoVaYc+OIwg8lFs7bMzpF6HNNejDq6o6zuorxCO9bNo2"
	    "mHH7/g==" },
	{ "secret",
	    "scrypt$4$3X7wrjjBwml6HB0YvvMGHS$2$2$tqMVWtqq0NlZ+IIKLHLMb+WP"
	    "Uwju895LbBBnBcd/y8BvwsGVclONLgS/C2qwSh5xdpw1A8pB2LPEhPM9yx4w"
	    "FA==" },
	{ "correct horse battery staple",
	    "scrypt$8$pUnxb9qkS923T69ngJsUJd$3$3$eRf00X5bKZUOnG9K25nLxUQ0"
	    "f5yQ0HjjZROt9kbbKc5dlzuujeNorjQjl47RYi3wBBfENXstL8wEz4aykFZd"
	    "qA==" },
	{ "  two  spaces ",
	    "scrypt$16$LTObHvDTsHB5QXlqO0Fysl$4$4$uzhkeom33OL0ntcstaUVpSS"
	    "mnOpmoMQAeCPHNVlOZVs65wpnSuAEn+SAr7NWPycLPdOffV7YHycsJECva41"
	    "JUw==" },
	{ "p@$$w$rd$",
	    "scrypt$32$EY6kNxTjN3ZpcQfruDw1xA$5$1$WUrEwXMswWj61OnWj5efpxR"
	    "/p6srKTHPS4tAOJNH7he5GKcPeClHnLGtqI1iu0Y4504MwTrN1y+w5dkdBBn"
	    "+ZQ==" },
	{ "quote\042back\134slash'%s",
	    "scrypt$64$Qqpp7526C8yF9ZYEjNahco$6$2$OC/hFhH/epNmx6oxv6nx71k"
	    "mVx22sySEaGm7aVWwFPRbziDBitquZBWe2MeJqLmzMGWqR/1qRnweumC+Cz4"
	    "/kQ==" },
	{ "Gr\303\266\303\237e \303\274ber Ma\303\237",
	    "scrypt$128$IBkTw4uqUJEik9U5fGfHQX$7$3$rI1ZeECUJM7Y00F3ysyMJe"
	    "iys6slgM3pEEZSYKrBJVLMT9BRAps9LNNzmTuLfZZwL44Z0FBJWC1PfDsaCZ"
	    "Gh9w==" },
	{ "\320\237\320\260\321\200\320\276\320\273\321\214 \342\204\2261",
	    "scrypt$2$0tFKJEGtgYvVD1AMCVfCKe$8$4$RnDztpFiVTrm15vabOwQfse7"
	    "NV63OsOYO3C5nCvGZnDiR+vRWF7YkuzPSOjPxOWwHY0JMUTHRkewtl+YuQMk"
	    "vQ==" },
	{ "\343\203\221\343\202\271\343\203\257\343\203\274\343\203\211",
	    "scrypt$4$PKp4SeHjdSzbLWklv1cQw3$9$1$AMBZvnS3HVN5T7rhATld9aPw"
	    "3zam+Qonue6s1bDQBgCbN1VL2qaMoHIZ5aZuyCMGA86NZ0FmAD+/hMOrVK2B"
	    "uQ==" },
	{ "cl\303\251 \360\237\224\221 \303\240 molette",
	    "scrypt$8$1uRlio4JdKWxkkE8xQUWDN$1$2$TMS4875ZxoqL9T+OMHJ6JsUc"
	    "6d1JSHvT0W4KcvF0M3vBHAJX3Fg5UFZMJwELbPI6bBgHmzcIzK+ePUHdUs0L"
	    "yA==" },
	{ "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
	    "scrypt$16$5nhAQyrvpGArhibKZ3I1L1$2$3$hL+NHeA/T2UUN5uKboxk9mm"
	    "HFyv6DqzOiXQjVX1WNywUUU7NSQJmEhucwaHoiyWOFxXztBMth1cddkb4P6Q"
	    "xbA==" },
	{ "yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy"
	    "yyyy",
	    "scrypt$32$To7DSckKlqx68XcXPfM7wE$3$4$sD5Txdq3RI8kJPUd4fyh2tZ"
	    "RKM8jKg6/of9s4NvcwRLCHvLQkCZQTbLsIeaRGhXne0eWx4e2RhZU5Hjy4lA"
	    "tHA==" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzz",
	    "scrypt$64$WgI06JLiNfX50I3XZSX7r9$4$1$30X6av5iMX8pMmmcnjFGYiO"
	    "1qTKq8+VZH/zlOgU1XkrWz2mkB7Jg0aT9HhD5Wq4I4LEUpS7jegWMPg6waM5"
	    "TiQ==" },
	{ "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"
	    "zzzzzzzzzzzzz",
	    "scrypt$128$587LqFror3GBos2GRAA03D$5$2$3EXWw8IiEGaF7FwOcmpoAF"
	    "AcflHUgZvYxEL2QXKr7UM5+tm6HOU3n2BWaOtiSk0f05NUvrUuvIQNuOLuXw"
	    "y4Eg==" },
	{ "\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257"
	    "c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303"
	    "\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303"
	    "\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d"
	    "\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n"
	    "\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251\303\274n\303\257c\303\266d\303\251",
	    "scrypt$2$UU894aDu0tkOBrpQhw2IcQ$6$3$NF1/3IxbMbrhjT0tHttHH0Ua"
	    "iy4pkZpfvUAu4LSRqg8cfF8jiEXpWkMNNhz9F9dFGEGRAfhYBkQQ8ReyKSqq"
	    "ng==" },
	{ "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long long long long long long long long long "
	    "long long long long ",
	    "scrypt$4$IkYkrurSYVTXxcfSUMvJkt$7$4$YsMmVKXOsDZQEV1VW8HwyqOx"
	    "Xb+N3UMoyTdcLwIPwLe0r+OcaievKRKoBY1xyXmufjUTNaRX5y6gNGWoI3if"
	    "iw==" },
	{ "1",
	    "scrypt$8$K0mgGmCi4qUSp0VGjLT22j$8$1$AUrLoYH1rXFUnpPt9QHc05u+"
	    "tquRG7jf5L8/9ywgYdWPCckuVsFNHLty2R4xR2Gdn3vkORDZPZx9uLJvlw8I"
	    "Ow==" },
